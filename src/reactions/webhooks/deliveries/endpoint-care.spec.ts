import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiClient } from '../../../../test/support/api-client.js';
import { eventually } from '../../../../test/support/eventually.js';
import { TenantCore } from '../../../../test/support/tenant-core.js';
import { type Endpoint, WebhookBench } from '../../../../test/support/webhook-bench.js';
import {
  type Answer,
  answering,
  hanging,
  WebhookReceiver,
} from '../../../../test/support/webhook-receiver.js';
import { TenantDirectory } from '../../../platform/context/tenant-directory.js';
import { ControlDatabase } from '../../../platform/database/control-database.js';
import type { FinishedAttempt } from './claimed-delivery.js';
import { EndpointWatch } from './endpoint-watch.js';

const OPEN_MILLISECONDS = 1_500;
const HOUR = 3_600_000;

describe('what deliveries teach about an endpoint', () => {
  let core: TenantCore;
  const receivers: WebhookReceiver[] = [];

  beforeAll(async () => {
    core = await TenantCore.start({
      WORKERS: 'inline',
      WEBHOOK_SCHEDULE_PERCENT: '0',
      WEBHOOK_CONNECT_MS: '300',
      WEBHOOK_HEADERS_MS: '1000',
      WEBHOOK_TOTAL_MS: '2000',
      WEBHOOK_LEASE_MS: '2500',
      WEBHOOK_BREAKER_MS: String(OPEN_MILLISECONDS),
      DELIVERY_CONCURRENCY: '40',
      SWEEP_MS: '50',
      SWEEP_GRACE_MS: '0',
    });
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

  async function bench(): Promise<WebhookBench> {
    return new WebhookBench(await new ApiClient(core.product.url).register());
  }

  async function inTenant<Result>({ api }: WebhookBench, work: () => Promise<Result>): Promise<Result> {
    const tenant = await core.app.get(TenantDirectory).find(api.tenant.tenantId);
    if (tenant === undefined) throw new Error('no tenant');
    return core.within(tenant, work);
  }

  const update = (tenant: WebhookBench, endpoint: Endpoint, assignment: string) =>
    inTenant(tenant, () =>
      core.database.execute({
        text: `UPDATE webhook_endpoints SET ${assignment} WHERE id = $1`,
        values: [endpoint.id],
      }),
    );

  /** Whether its breaker lets nothing through. */
  const isOpen = (tenant: WebhookBench, endpoint: Endpoint) =>
    inTenant(tenant, async () => {
      const text = 'SELECT FROM webhook_endpoint_health WHERE endpoint_id = $1 AND open_until IS NOT NULL';
      return (await core.database.query({ text, values: [endpoint.id] })).length > 0;
    });

  it('leaves one alone that fails, without using up attempts, then tries it with one request', async () => {
    const tenant = await bench();
    const receiver = await receive(answering(500));
    const endpoint = await tenant.endpoint(receiver.url);
    await tenant.leads(15);
    await eventually('open', () => isOpen(tenant, endpoint));
    const before = await eventually('at rest', async () => {
      const deliveries = await tenant.deliveries(endpoint);
      return deliveries.every(({ status }) => status !== 'sending') && deliveries;
    });
    const seen = receiver.received.length;
    expect(seen).toBeLessThan(40);
    const openedAt = Date.now();
    receiver.answer = answering(204);
    await eventually('the probe', () => receiver.received.length > seen);
    expect(Date.now() - openedAt).toBeGreaterThan(OPEN_MILLISECONDS / 3);
    const after = await tenant.settled(endpoint, Array<string>(15).fill('succeeded'));
    const attemptsOf = (deliveries: readonly { attempts: number }[]) =>
      deliveries.reduce((sum, { attempts }) => sum + attempts, 0);
    // One more attempt for each, and none while it waited.
    expect(attemptsOf(after)).toBe(attemptsOf(before) + 15);
    expect(new Set(receiver.ids).size).toBe(15);
  });

  it('sends no more than its rate allows', async () => {
    const tenant = await bench();
    const receiver = await receive();
    const endpoint = await tenant.endpoint(receiver.url);
    await update(tenant, endpoint, 'rate_limit = 60');
    await tenant.leads(13);
    await eventually('the burst', () => receiver.received.length >= 10);
    const burst = Date.now();
    await eventually('all', () => receiver.received.length === 13, { within: 10_000 });
    // Ten seconds' worth at once, then one a second.
    expect(Date.now() - burst).toBeGreaterThan(1_500);
    expect(receiver.received).toHaveLength(13);
  });

  it('follows the schedule of the endpoint', async () => {
    const tenant = await bench();
    const receiver = await receive(answering(500));
    const endpoint = await tenant.endpoint(receiver.url);
    await update(tenant, endpoint, `retry_schedule = '{0,1,1}'`);
    await tenant.lead();
    const [delivery] = await tenant.settled(endpoint, ['failed']);
    expect(delivery?.attempts).toBe(3);
  });

  it('keeps slots for what is new beside hanging retries of many endpoints', async () => {
    const tenant = await bench();
    const stuck = await receive(hanging);
    const hooks = await Promise.all([1, 2, 3].map(() => tenant.endpoint(stuck.url, ['lead.created'])));
    await tenant.leads(8);
    await eventually('hanging', () => stuck.inFlight >= 10);
    // A quarter of 40 slots.
    expect(stuck.mostInFlight).toBeLessThanOrEqual(10);
    const other = await bench();
    const healthy = await receive();
    await other.endpoint(healthy.url);
    await other.leads(20);
    await eventually('the other tenant', () => healthy.received.length === 20, { within: 2_000 });
    for (const { id } of hooks) await tenant.api.delete(`/api/webhooks/${id}`);
  });

  it('writes down as interrupted what a process took and never finished, and sends it again', async () => {
    const tenant = await bench();
    const receiver = await receive();
    const endpoint = await tenant.endpoint(receiver.url);
    await tenant.lead();
    const [delivery] = await tenant.settled(endpoint, ['succeeded']);
    await inTenant(tenant, () =>
      core.database.execute({
        text: `UPDATE webhook_deliveries SET status = 'sending', attempts = 2, lease_until = now() - interval '1 second'
          WHERE id = $1`,
        values: [delivery?.id],
      }),
    );
    await tenant.lead();
    await eventually('sent again', () => receiver.received.length === 3);
    await tenant.settled(endpoint, ['succeeded', 'succeeded']);
    const { body } = await tenant.api.get(`/api/webhooks/deliveries/${String(delivery?.id)}`);
    const log = body['attemptLog'] as { outcome: string }[];
    expect(log.map(({ outcome }) => outcome)).toEqual(['response', 'interrupted', 'response']);
  });

  it('warns of one that fails for days, then disables it, and says so to people and other endpoints', async () => {
    const tenant = await bench();
    const failing = await tenant.endpoint('http://127.0.0.1:9/hook', ['lead.deleted']);
    const now = Date.now();
    const watch = core.app.get(EndpointWatch);
    const subjects = async () => {
      const rows = await core.app
        .get(ControlDatabase)
        .query<{ subject: string }>(
          `SELECT subject FROM mails WHERE subject LIKE '%webhook%' ORDER BY created_at, id`,
          [],
        );
      return rows.map(({ subject }) => subject);
    };
    const seen: number[] = [];
    await inTenant(tenant, async () => {
      for (let hours = 0; hours <= 120; hours += 4) {
        const attempt = { endpointId: failing.id, isWell: false, isGone: false, status: 'pending' };
        await watch.learn([attempt as FinishedAttempt], [], new Date(now + hours * HOUR));
        seen.push((await subjects()).length);
      }
    });
    expect(seen.indexOf(1)).toBe(15);
    expect(seen.indexOf(2)).toBe(30);
    expect(await subjects()).toEqual([
      'Your webhook at http://127.0.0.1:9 is failing',
      'Your webhook at http://127.0.0.1:9 was disabled',
    ]);
    const { body } = await tenant.api.get(`/api/webhooks/${failing.id}`);
    expect(body).toMatchObject({ enabled: false });
    expect(body['disabledReason']).toContain(new Date(now).toISOString());
  });
});
