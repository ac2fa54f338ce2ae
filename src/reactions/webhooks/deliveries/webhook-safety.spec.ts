import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiClient } from '../../../../test/support/api-client.js';
import { eventually } from '../../../../test/support/eventually.js';
import { queueStores } from '../../../../test/support/queue-stores.js';
import { TenantCore } from '../../../../test/support/tenant-core.js';
import {
  freshDatabaseUrl,
  startTestProduct,
  testEnvironment,
} from '../../../../test/support/test-product.js';
import { WebhookBench } from '../../../../test/support/webhook-bench.js';
import {
  type Answer,
  answering,
  answeringAfter,
  hanging,
  WebhookReceiver,
} from '../../../../test/support/webhook-receiver.js';
import { TenantDirectory } from '../../../platform/context/tenant-directory.js';
import type { TenantReference } from '../../../platform/context/tenant-reference.js';
import { ControlDatabase } from '../../../platform/database/control-database.js';
import { DeliveryAdmission } from './delivery-admission.js';

const SETTINGS = {
  WEBHOOK_SCHEDULE_PERCENT: '0',
  WEBHOOK_CONNECT_MS: '300',
  WEBHOOK_HEADERS_MS: '400',
  WEBHOOK_TOTAL_MS: '500',
  WEBHOOK_LEASE_MS: '800',
  WEBHOOK_BREAKER_MS: '1',
  SWEEP_MS: '100',
  SWEEP_GRACE_MS: '0',
};

describe.each(queueStores())('webhooks with the queues in $name', (store) => {
  const settings = { ...SETTINGS, ...store.settings };
  let core: TenantCore;
  const receivers: WebhookReceiver[] = [];

  beforeAll(async () => {
    core = await TenantCore.start({ ...settings, WORKERS: 'inline' });
  });

  afterAll(() => core.close());

  afterEach(async () => {
    await Promise.all(receivers.splice(0).map((receiver) => receiver.stop()));
  });

  async function receive(answer?: Answer): Promise<WebhookReceiver> {
    const receiver = await WebhookReceiver.start(answer);
    receivers.push(receiver);
    return receiver;
  }

  async function bench(url = core.product.url): Promise<WebhookBench> {
    return new WebhookBench(await new ApiClient(url).register());
  }

  async function referenceOf(tenant: WebhookBench): Promise<TenantReference> {
    const reference = await core.app.get(TenantDirectory).find(tenant.api.tenant.tenantId);
    if (reference === undefined) throw new Error('no tenant');
    return reference;
  }

  it('never show a secret again: not in lists, the database or the queue', async () => {
    const tenant = await bench();
    const receiver = await receive(hanging);
    const endpoint = await tenant.endpoint(receiver.url);
    await tenant.api.patch(`/api/webhooks/${endpoint.id}`, { body: { description: 'mine' } });
    await tenant.lead();
    await eventually('in flight', () => receiver.inFlight === 1);
    const shown = [
      JSON.stringify((await tenant.api.get('/api/webhooks')).body),
      JSON.stringify((await tenant.api.get(`/api/webhooks/${endpoint.id}`)).body),
      await store.dump(core.product.databaseUrl),
      await core.within(await referenceOf(tenant), async () => {
        const tables = await core.database.query<{ name: string }>({
          text: `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
        });
        const rows = tables.map(({ name }) =>
          core.database.query({ text: `SELECT row_to_json(t)::text FROM "${name}" t` }),
        );
        return JSON.stringify(await Promise.all(rows));
      }),
    ];
    expect(shown[3]).toContain(endpoint.id);
    for (const text of shown) expect(text).not.toContain(endpoint.secret.slice(6, 30));
  });

  it('log a delivery whose secret cannot be opened as a failed attempt, and go on with the next', async () => {
    const tenant = await bench();
    const receiver = await receive();
    const broken = await tenant.endpoint(receiver.url);
    await core.within(await referenceOf(tenant), () =>
      core.database.execute({
        text: 'UPDATE webhook_endpoints SET sealed_secret = $2 WHERE id = $1',
        values: [broken.id, 'gone'],
      }),
    );
    await tenant.leads(2);
    const [delivery] = await tenant.settled(broken, ['failed', 'failed']);
    expect(delivery?.attempts).toBe(10);
    expect(receiver.received).toEqual([]);
  });

  it('stop with their tenant: nothing is sent any more, and nobody else is disturbed', async () => {
    const [leaving, staying] = [await bench(), await bench()];
    const receiver = await receive(answeringAfter(200, 500));
    const other = await receive();
    await leaving.endpoint(receiver.url);
    await staying.endpoint(other.url);
    await leaving.leads(3);
    await eventually('the first', () => receiver.received.length >= 3);
    const reference = await referenceOf(leaving);
    const { id } = reference;
    await core.app.get(ControlDatabase).query('DELETE FROM tenants WHERE id = $1', [id]);
    await eventually('the directory has forgotten it', async () => {
      return (await core.app.get(TenantDirectory).find(id)) === undefined;
    });
    await eventually('the last in flight', async () => {
      const text = `SELECT 1 FROM webhook_deliveries WHERE status = 'sending'`;
      return (await core.within(reference, () => core.database.query({ text }))).length === 0;
    });
    const before = receiver.received.length;
    // All ten attempts of the three would have been 30.
    expect(before).toBeLessThan(30);
    await staying.leads(3);
    await eventually('the other tenant', () => other.received.length === 3);
    expect(receiver.received).toHaveLength(before);
  });

  it('end at a stop between two deliveries, and the next process sends the rest once', async () => {
    const databaseUrl = freshDatabaseUrl();
    const own = queueStores().find(({ name }) => name === store.name);
    const environment = testEnvironment(databaseUrl, {
      ...SETTINGS,
      ...own?.settings,
      WEBHOOK_IN_FLIGHT: '1',
      QUEUE_LOCK_MS: '1000',
    });
    const first = await startTestProduct(environment, databaseUrl);
    const tenant = await bench(first.url);
    const receiver = await receive(answeringAfter(60));
    await tenant.endpoint(receiver.url);
    await tenant.leads(20);
    await eventually('the first', () => receiver.received.length >= 2);
    await first.close();
    expect(receiver.received.length).toBeLessThan(20);
    expect(receiver.inFlight).toBe(0);
    const second = await startTestProduct(environment, databaseUrl);
    await eventually('all', () => new Set(receiver.ids).size === 20);
    await second.close();
    expect(receiver.received).toHaveLength(20);
  });

  it('do not pile up in the queue when nobody works, however much waits', async () => {
    const idle = await TenantCore.start({ ...SETTINGS }, freshDatabaseUrl());
    try {
      const tenant = new WebhookBench(await new ApiClient(idle.product.url).register());
      const receiver = await receive(answering(204));
      const endpoint = await tenant.endpoint(receiver.url);
      await tenant.lead();
      const reference = await idle.app.get(TenantDirectory).find(tenant.api.tenant.tenantId);
      if (reference === undefined) throw new Error('no tenant');
      await idle.within(reference, async () => {
        await idle.database.execute({
          text: `INSERT INTO webhook_deliveries
              (id, endpoint_id, event_seq, event_id, event_type, status, next_attempt_at, created_at)
            SELECT gen_random_uuid(), $1, seq * 1000 + n, id, type, 'pending', now(), now()
            FROM journal CROSS JOIN generate_series(1, 500) n`,
          values: [endpoint.id],
        });
        for (let lease = 1; lease <= 5; lease += 1) {
          await idle.app.get(DeliveryAdmission).runDue(new Date(Date.now() + lease * 1_000));
        }
      });
      const [postgres] = queueStores();
      const text = (await postgres?.dump(idle.product.databaseUrl)) ?? '';
      expect(text.split(`"traceId":"deliveries","tenantId":"${reference.id}"`)).toHaveLength(2);
    } finally {
      await idle.close();
    }
  });
});
