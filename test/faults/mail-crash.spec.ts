import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ControlDatabase } from '../../src/platform/database/control-database.js';
import { ApiClient } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { MailServer, tokenIn } from '../support/mail-server.js';
import { queueStores } from '../support/queue-stores.js';
import { SpawnedProduct } from '../support/spawn-product.js';
import {
  freshDatabaseUrl,
  startTestProduct,
  testEnvironment,
  type TestProduct,
} from '../support/test-product.js';

const PRELOAD = [join(import.meta.dirname, 'crash-preload.ts')];
const SETTINGS = { SWEEP_MS: '100', QUEUE_LOCK_MS: '1000' };
/** As if its lease had run out. */
const RUN_OUT = 'UPDATE mails SET lease_until = now() WHERE recipient = $1';

describe.each(queueStores())('a mail whose process is killed, with the queues in $name', (store) => {
  const databaseUrl = freshDatabaseUrl();
  const spawned: SpawnedProduct[] = [];
  let server: MailServer;
  let environment: Readonly<Record<string, string>>;
  /** Takes requests only; the processes that are killed are others. */
  let api: TestProduct;

  beforeAll(async () => {
    server = await MailServer.start();
    environment = testEnvironment(databaseUrl, { ...SETTINGS, ...store.settings, SMTP_URL: server.url });
    api = await startTestProduct({ ...environment, WORKERS: 'none' }, databaseUrl);
  });

  afterEach(async () => {
    await Promise.all(spawned.splice(0).map((process) => process.kill()));
  });

  afterAll(async () => {
    await api.close();
    await server.close();
  });

  async function spawn(kind: 'api' | 'worker', settings: Readonly<Record<string, string>> = {}) {
    const preload = settings['CRASH_AFTER'] === undefined ? [] : PRELOAD;
    const process = await SpawnedProduct.start(
      { ...environment, LOG_LEVEL: 'info', ...settings },
      { kind, preload },
    );
    spawned.push(process);
    return process;
  }

  it('is sent although it died between the commit and the wake-up', async () => {
    const { email } = (await new ApiClient(api.url).register()).tenant;
    const victim = await spawn('api', { WORKERS: 'none', CRASH_AFTER: 'PasswordResetLinks.send' });
    // Whether the answer still comes is of no interest: the link is written after it.
    await new ApiClient(victim.url)
      .post('/api/auth/forgot-password', { body: { email } })
      .catch(() => undefined);
    await victim.ended();
    await store.flush(databaseUrl);
    await spawn('worker');
    const token = tokenIn((await server.mailTo(email)).text);
    const body = { token, newPassword: 'Chosen@456' };
    expect((await new ApiClient(api.url).post('/api/auth/reset-password', { body })).status).toBe(204);
    // The notice of it, which would otherwise wait for the next test's victim.
    await server.mailTo(email, 2);
  }, 40_000);

  it('is sent again, under the same Message-ID, when it died before it could note that it was sent', async () => {
    const { email } = (await new ApiClient(api.url).register()).tenant;
    const victim = await spawn('worker', { CRASH_AFTER: 'SmtpTransport.send' });
    await new ApiClient(api.url).post('/api/auth/forgot-password', { body: { email } });
    await victim.ended();
    const first = await server.mailTo(email);
    const control = api.app.get(ControlDatabase);
    await control.query(RUN_OUT, [email]);
    await spawn('worker');
    const second = await server.mailTo(email, 2);
    expect(second.messageId).toBe(first.messageId);
    await eventually('it is noted', async () => {
      const [mail] = await control.query('SELECT state, attempts FROM mails WHERE recipient = $1', [email]);
      return mail?.['state'] === 'sent' && mail['attempts'] === 2;
    });
    expect(server.mailsTo(email)).toHaveLength(2);
  }, 40_000);
});
