import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { RegisteredTenant } from '../support/api-client.js';
import { Browser, outcomeOf } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { queryDatabase } from '../support/server-query.js';
import { useTestProduct } from '../support/use-test-product.js';

describe('refresh cookies', () => {
  const { api, product } = useTestProduct();
  let tenant: RegisteredTenant;
  let browser: Browser;

  const login = async () => {
    const window = new Browser(product().url);
    const answer = await window.login({ email: tenant.email, password: tenant.password });
    expect(answer.status).toBe(200);
    return window;
  };

  beforeAll(async () => {
    ({ tenant } = await api().register());
  });

  beforeEach(async () => {
    browser = await login();
  });

  it('survive two windows that refresh at once, and one goes on', async () => {
    const windows = [browser.window(), browser.window(), browser.window()];
    const answers = await Promise.all(windows.map((window) => window.refresh()));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const [first = browser, second = browser] = windows;
    expect((await second.refresh()).status).toBe(200);
    expect(await second.status()).toBe(200);
    // What the others were given ended when one of it was used: whoever still comes with it has stolen it.
    expect(outcomeOf(await first.refresh())).toBe('401 INVALID_TOKEN');
    await eventually('the session is over', async () => (await second.status()) === 401);
  });

  it('end with the session when a stolen one is replayed', async () => {
    const thief = browser.window();
    await browser.refresh();
    await browser.refresh();
    expect(outcomeOf(await thief.refresh())).toBe('401 INVALID_TOKEN');
    expect(outcomeOf(await browser.refresh())).toBe('401 INVALID_TOKEN');
  });

  it('give a thief who was quick no more than until either of the two refreshes again', async () => {
    const thief = browser.window();
    await browser.refresh();
    expect((await thief.refresh()).status).toBe(200);
    expect((await browser.refresh()).status).toBe(200);
    expect(outcomeOf(await thief.refresh())).toBe('401 INVALID_TOKEN');
    expect(outcomeOf(await browser.refresh())).toBe('401 INVALID_TOKEN');
  });

  it('end with the session when a used one comes back after the time of a race', async () => {
    const late = browser.window();
    await browser.refresh();
    await queryDatabase(
      product().databaseUrl,
      "UPDATE refresh_tokens SET used_at = used_at - interval '10 seconds' WHERE used_at IS NOT NULL",
    );
    expect(outcomeOf(await late.refresh())).toBe('401 INVALID_TOKEN');
    expect(outcomeOf(await browser.refresh())).toBe('401 INVALID_TOKEN');
  });

  it('allow no race to a token that is sent in the body', async () => {
    const refreshToken = browser.cookie('crm_refresh') ?? '';
    await browser.refresh();
    expect(outcomeOf(await api().post('/api/auth/refresh', { body: { refreshToken } }))).toBe(
      '401 INVALID_TOKEN',
    );
    expect(outcomeOf(await browser.refresh())).toBe('401 INVALID_TOKEN');
  });

  it('are set again by the stored answer of an idempotent refresh, and never for another browser', async () => {
    const key = { 'idempotency-key': 'refresh-1' };
    const stranger = await login();
    const twin = browser.window();
    const first = await browser.refresh(key);
    const again = await twin.refresh(key);
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(twin.cookie('crm_refresh')).toBe(browser.cookie('crm_refresh'));
    const other = await stranger.refresh(key);
    expect(outcomeOf(other)).toBe('422 IDEMPOTENCY_KEY_REUSED');
    expect(other.headers.getSetCookie()).toEqual([]);
  });
});
