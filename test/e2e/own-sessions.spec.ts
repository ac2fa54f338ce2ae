import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { useTestProduct } from '../support/use-test-product.js';

interface SessionList {
  readonly items: readonly { readonly id: string; readonly current: boolean; readonly userAgent: string }[];
  readonly totalCount: number;
}

describe('own sessions', () => {
  const { api } = useTestProduct();
  let here: ApiClient & { readonly tenant: RegisteredTenant };
  let elsewhere: ApiClient;

  const login = (password = here.tenant.password) =>
    api().post<{ token: string; refreshToken: string }>('/api/auth/login', {
      body: { email: here.tenant.email, password },
      headers: { 'user-agent': 'Elsewhere/1' },
    });
  const sessions = (caller: ApiClient) => caller.get<SessionList>('/api/auth/sessions');
  const isLoggedOut = async (caller: ApiClient) => (await caller.get('/api/auth/me')).status === 401;

  beforeEach(async () => {
    here = await api().register();
    elsewhere = api().as((await login()).body.token);
  });

  it('lists them, newest first, and says which is this one', async () => {
    const { body } = await sessions(here);
    expect(body.totalCount).toBe(2);
    expect(body.items.map(({ current }) => current)).toEqual([false, true]);
    expect(body.items[0]?.userAgent).toBe('Elsewhere/1');
  });

  it('ends one of them, with its refresh token', async () => {
    const other = await login();
    const listed = (await sessions(api().as(other.body.token))).body.items.find(({ current }) => current);
    expect((await here.delete(`/api/auth/sessions/${listed?.id}`)).status).toBe(204);
    await eventually('the access token is refused', () => isLoggedOut(api().as(other.body.token)));
    const { refreshToken } = other.body;
    const refreshed = await api().post('/api/auth/refresh', { body: { refreshToken } });
    expect(refreshed.status).toBe(401);
    expect((await here.get('/api/auth/me')).status).toBe(200);
    expect((await here.delete(`/api/auth/sessions/${listed?.id}`)).status).toBe(404);
  });

  it("does not reach anybody else's", async () => {
    const stranger = await api().register();
    const [own] = (await sessions(here)).body.items;
    expect((await stranger.delete(`/api/auth/sessions/${own?.id}`)).status).toBe(404);
    expect((await elsewhere.get('/api/auth/me')).status).toBe(200);
  });

  it('ends all but this one', async () => {
    expect((await here.delete('/api/auth/sessions')).status).toBe(204);
    await eventually('the other is refused', () => isLoggedOut(elsewhere));
    expect((await sessions(here)).body.totalCount).toBe(1);
  });

  it('changes the password, which ends the others; a wrong one changes nothing', async () => {
    const change = (currentPassword: string, newPassword: string) =>
      here.post('/api/auth/change-password', { body: { currentPassword, newPassword } });
    const wrong = await change('Wrong@123', 'Changed@123');
    expect(wrong).toMatchObject({
      status: 422,
      body: { error: { details: [{ field: 'currentPassword' }] } },
    });
    expect((await change(here.tenant.password, 'short')).status).toBe(422);
    expect((await login()).status).toBe(200);

    expect((await change(here.tenant.password, 'Changed@123')).status).toBe(204);
    await eventually('the other is refused', () => isLoggedOut(elsewhere));
    expect((await here.get('/api/auth/me')).status).toBe(200);
    expect((await login()).status).toBe(401);
    expect((await login('Changed@123')).status).toBe(200);
  });
});
