import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiClient } from '../../../test/support/api-client.js';
import { TenantCore } from '../../../test/support/tenant-core.js';
import { TestClock } from '../../../test/support/test-clock.js';
import { SecretBox } from '../crypto/index.js';
import { ControlDatabase } from '../database/control-database.js';
import { Sweeper } from '../queue/sweeper.js';
import { Timers } from '../timers/timers.js';
import { IdempotencyKeys } from './idempotency-keys.js';

const HOUR = 60 * 60 * 1_000;

describe('IdempotencyKeys', () => {
  let core: TenantCore;

  beforeAll(async () => {
    core = await TenantCore.start();
  });

  afterAll(() => core.close());

  it('are cleared away in a tenant that is busy all the time', async () => {
    const tenant = await core.newTenant();
    const clock = new TestClock();
    const keys = new IdempotencyKeys(
      core.database,
      core.app.get(ControlDatabase),
      core.app.get(Timers),
      clock,
      core.app.get(SecretBox),
      core.app.get(Sweeper),
    );
    const first = clock.milliseconds();
    for (let hours = 0; hours < 24; hours += 6) {
      await core.within(tenant, () => keys.transaction(false, async () => undefined, 1));
      clock.advance(6 * HOUR);
    }
    const text = `SELECT due_at AS "dueAt" FROM timers WHERE kind = 'idempotency-purge'`;
    await expect(core.within(tenant, () => core.database.query({ text }))).resolves.toEqual([
      { dueAt: new Date(first + 24 * HOUR) },
    ]);
  });

  it('keep no bare hash of a body, which may hold a password', async () => {
    const body = JSON.stringify({ email: 'nobody@example.com', password: 'Admin@123' });
    const api = new ApiClient(core.product.url);
    await api.post('/api/auth/login', { body: JSON.parse(body), headers: { 'idempotency-key': 'login-1' } });
    const [row] = await core.app
      .get(ControlDatabase)
      .query<{ fingerprint: string }>('SELECT fingerprint FROM idempotency_keys');
    const guesses = [body, Buffer.from(body).toString('base64')].map((text) =>
      createHash('sha256').update(`POST /api/auth/login\n${text}`).digest('hex'),
    );
    expect(row?.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(guesses).not.toContain(row?.fingerprint);
  });
});
