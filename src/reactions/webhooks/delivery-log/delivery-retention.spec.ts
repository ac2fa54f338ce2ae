import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TenantCore } from '../../../../test/support/tenant-core.js';
import { newId } from '../../../kernel/identifiers.js';
import type { TenantReference } from '../../../platform/context/tenant-reference.js';
import { DeliveryRetention } from './delivery-retention.js';

const DAY = 86_400_000;
const MEMBER = '0190b2a0-0000-7000-8000-000000000001';
const MOST_A_RUN = 5_000;

const ENDPOINT = `INSERT INTO webhook_endpoints (id, url, events, sealed_secret, rights_user_id, created_at, created_by,
    updated_at, updated_by, version)
  VALUES ($1, 'https://example.com/hook', '{*}', '', $2, now(), $2, now(), $2, 1)`;
const DELIVERIES = `WITH made AS (
    INSERT INTO webhook_deliveries (id, endpoint_id, event_seq, event_id, event_type, status, created_at)
    SELECT gen_random_uuid(), $1, $4 + n, gen_random_uuid(), 'lead.created', $2, $3
    FROM generate_series(1, $5::integer) AS n RETURNING id)
  INSERT INTO webhook_attempts (delivery_id, number, started_at, duration_milliseconds, outcome)
  SELECT id, 1, $3, 1, 'response' FROM made`;

describe('the retention of deliveries', () => {
  let core: TenantCore;
  let tenant: TenantReference;
  let endpointId: string;
  let seq = 0;
  const now = new Date();
  const after = (days: number) => new Date(now.getTime() + days * DAY);

  beforeAll(async () => {
    core = await TenantCore.start();
  });

  beforeEach(async () => {
    tenant = await core.newTenant();
    endpointId = newId();
    await within(() => core.database.execute({ text: ENDPOINT, values: [endpointId, MEMBER] }));
  });

  afterAll(() => core.close());

  const within = <Result>(work: () => Promise<Result>) => core.within(tenant, work);
  const run = (time: Date) => within(() => core.app.get(DeliveryRetention).runDue(time));

  async function make(status: string, days: number, count = 1): Promise<void> {
    const values = [endpointId, status, after(days), seq, count];
    seq += count;
    await within(() => core.database.execute({ text: DELIVERIES, values }));
  }

  async function left(): Promise<readonly string[]> {
    const rows = await within(() =>
      core.database.query<{ status: string; attempts: number }>({
        text: `SELECT d.status, count(a.*) AS attempts FROM webhook_deliveries d
          LEFT JOIN webhook_attempts a ON a.delivery_id = d.id GROUP BY d.id, d.status ORDER BY d.status`,
      }),
    );
    return rows.map(({ status, attempts }) => `${status} ${attempts}`);
  }

  async function attempts(): Promise<number> {
    const [row] = await within(() =>
      core.database.query<{ count: number }>({ text: 'SELECT count(*) AS count FROM webhook_attempts' }),
    );
    return row?.count ?? 0;
  }

  it('removes what ended 30 days ago with its attempts, and keeps what is under way', async () => {
    for (const status of ['succeeded', 'failed', 'cancelled', 'held', 'pending', 'sending'])
      await make(status, -31);
    await make('succeeded', -29);
    const next = await run(now);
    expect(await left()).toEqual(['pending 1', 'sending 1', 'succeeded 1']);
    expect(await attempts()).toBe(3);
    expect(next).toEqual(after(1));
  });

  it('asks for its next turn when the oldest is due, and for none when nothing is left', async () => {
    expect(await run(now)).toBeUndefined();
    await make('succeeded', 0);
    expect(await run(now)).toEqual(after(30));
    expect(await run(after(29))).toEqual(after(30));
    expect(await left()).toHaveLength(1);
    expect(await run(after(30.1))).toBeUndefined();
    expect(await left()).toEqual([]);
  });

  it('looks at a tenant once a day, however often it is asked', async () => {
    await make('succeeded', -31);
    await make('succeeded', -20);
    expect(await run(now)).toEqual(after(10));
    await make('succeeded', -31);
    expect(await run(after(1))).toEqual(after(10));
    expect(await left()).toHaveLength(2);
  });

  it('takes so many at a time, and comes back soon for the rest', async () => {
    await make('succeeded', -31, MOST_A_RUN + 10);
    expect(await run(now)).toEqual(new Date(now.getTime() + 10_000));
    expect(await left()).toHaveLength(10);
    expect(await run(new Date(now.getTime() + 10_000))).toBeUndefined();
    expect(await left()).toEqual([]);
  });
});
