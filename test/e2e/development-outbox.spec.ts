import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ControlDatabase } from '../../src/platform/database/control-database.js';
import { composeMail } from '../../src/platform/mail/compose-mail.js';
import { Mailer } from '../../src/platform/mail/mailer.js';
import { createHttpCaller } from '../support/http-caller.js';
import { startTestProduct, type TestProduct } from '../support/test-product.js';

const LINK = 'https://crm.example.com/reset-password#token=canary';

function write(app: NestFastifyApplication): Promise<void> {
  const content = composeMail({
    subject: 'Join <Acme>',
    paragraphs: ['Hello'],
    action: { label: 'Go', url: LINK },
  });
  return app.get(ControlDatabase).transaction((manager) =>
    app.get(Mailer).send(manager, {
      ...content,
      to: 'ada@example.com',
      expiresAt: new Date(Date.now() + 3_600_000),
    }),
  );
}

describe('the outbox of a development installation', () => {
  let product: TestProduct;
  const port = () => new URL(product.url).port;
  const ask = (headers: Readonly<Record<string, string>> = {}) =>
    createHttpCaller(`http://127.0.0.1:${port()}`)({ url: '/dev/mails', headers });

  beforeAll(async () => {
    product = await startTestProduct({ HOST: '0.0.0.0' });
  });

  afterAll(() => product.close());

  it('shows what would have been sent, its links ready to follow', async () => {
    await write(product.app);
    const page = await ask();
    expect(page.statusCode).toBe(200);
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
    });
    expect(page.body).toContain('<h2>Join &lt;Acme&gt;</h2>');
    expect(page.body).toContain(`<a href="${LINK}"`);
    const { items } = (await ask({ accept: 'application/json' })).json();
    expect(items).toEqual([expect.objectContaining({ to: 'ada@example.com', subject: 'Join <Acme>' })]);
  });

  it('is there for this machine alone', async () => {
    const refused: Readonly<Record<string, string>>[] = [
      { origin: 'https://evil.example' },
      { host: 'evil.example' },
      { host: 'localhost.evil.example' },
      { 'x-forwarded-for': '203.0.113.9' },
      { forwarded: 'for=203.0.113.9' },
    ];
    for (const headers of refused) {
      const answer = await ask(headers);
      expect({ headers, status: answer.statusCode }).toEqual({ headers, status: 404 });
      expect(answer.json().error.code).toBe('NOT_FOUND');
      expect(answer.body).not.toContain('canary');
    }
    const others = Object.values(networkInterfaces()).flatMap((addresses) =>
      (addresses ?? []).filter(({ internal, family }) => !internal && family === 'IPv4'),
    );
    for (const { address } of others) {
      const base = `http://${address}:${port()}`;
      const answer = await createHttpCaller(base)({ url: '/dev/mails', headers: { host: 'localhost' } });
      expect(answer.statusCode).toBe(404);
    }
  });
});

describe('the outbox of any other installation', () => {
  it.each<Readonly<Record<string, string>>>([
    { NODE_ENV: 'production', MIGRATE_ON_START: 'true', HOST: '127.0.0.1' },
    { SMTP_URL: 'smtp://127.0.0.1:9' },
  ])('does not exist: %j', async (settings) => {
    const product = await startTestProduct(settings);
    try {
      expect((await createHttpCaller(product.url)('/dev/mails')).statusCode).toBe(404);
    } finally {
      await product.close();
    }
  });
});
