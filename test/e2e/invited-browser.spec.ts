import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiClient } from '../support/api-client.js';
import { Browser, COOKIE_MODE } from '../support/browser.js';
import { MailServer, tokenIn } from '../support/mail-server.js';
import { startTestProduct, type TestProduct } from '../support/test-product.js';

describe('an invitation that is accepted in a browser', () => {
  let server: MailServer;
  let product: TestProduct;

  beforeAll(async () => {
    server = await MailServer.start();
    product = await startTestProduct({ SMTP_URL: server.url });
  });

  afterAll(async () => {
    await product.close();
    await server.close();
    expect(product.proof.violations).toEqual([]);
  });

  it('logs in by cookies when the page asks for them', async () => {
    const admin = await new ApiClient(product.url).register();
    const email = 'browser@example.com';
    expect((await admin.post('/api/users/invite', { body: { email, role: 'User' } })).status).toBe(201);
    const token = tokenIn((await server.mailTo(email)).text);
    const browser = new Browser(product.url);
    const accepted = await browser.request('POST', '/api/auth/accept-invitation', {
      body: { token, password: 'Chosen@123' },
      headers: COOKIE_MODE,
    });
    expect(accepted).toMatchObject({ status: 200, body: { csrfToken: expect.any(String) } });
    expect(accepted.body).not.toHaveProperty('token');
    expect(await browser.status()).toBe(200);
  });
});
