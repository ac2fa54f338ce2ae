import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TenantCore } from '../../../test/support/tenant-core.js';
import type { TenantReference } from '../../platform/context/tenant-reference.js';
import type { AuditCondition } from './audit-condition.js';
import { AuditLedgers } from './audit-ledgers.js';
import { readAuditQuery } from './audit-query.js';
import { type AuditLedger, LOOKED_AT, readSlice, type Slice } from './audit-slice.js';

/** More than one slice looks at. */
const EVENTS = LOOKED_AT + 15_000;
const START = '2026-01-01T00:00:00Z';
const NEEDLE = '198.51.100.7';
const RARE_ACTOR = '0190b2a0-0000-7000-8000-00000000000a';

/** Events a second apart, whose ids say so; the oldest and one in the middle came from the needle's address. */
const FILL = `INSERT INTO journal (id, resource, record_id, type, version, actor_kind, actor_id, address, request_id,
    changes, record, occurred_at)
  SELECT (lpad(to_hex(floor(extract(epoch FROM at) * 1000)::bigint), 12, '0')::text || '7000' || '8000' ||
      lpad(to_hex(n), 12, '0'))::uuid,
    'lead', gen_random_uuid(), 'lead.updated', 2, 'user',
    CASE WHEN n % 20000 = 7 THEN '${RARE_ACTOR}'::uuid ELSE '0190b2a0-0000-7000-8000-00000000000b' END,
    CASE WHEN n = 1 OR n = ${EVENTS / 2} THEN '${NEEDLE}' ELSE '192.0.2.1' END, 'spec', '{}', '{}', at
  FROM generate_series(1, ${EVENTS}) AS n, LATERAL (SELECT timestamptz '${START}' + n * interval '1 s' AS at) AS moment`;
/** Older than every event, from the same address: it may show only when the journal has been looked at as far. */
const FILL_ENTRIES = `INSERT INTO audit_entries (id, action, outcome, actor_kind, address, request_id, details, occurred_at)
  VALUES ('019b0000-0000-7000-8000-000000000000', 'key.refused', 'failure', 'anonymous', '${NEEDLE}', 'spec', '{}',
    '2025-12-08T00:00:00Z')`;

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly Plans?: readonly PlanNode[];
}

function nodesOf(plan: PlanNode): PlanNode[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}

describe('a slice of a large audit log', () => {
  let core: TenantCore;
  let tenant: TenantReference;

  beforeAll(async () => {
    core = await TenantCore.start({ STATEMENT_TIMEOUT_MS: '30000' });
    tenant = await core.newTenant();
    await within(async () => {
      await core.database.execute({ text: FILL });
      await core.database.execute({ text: FILL_ENTRIES });
      await core.database.execute({ text: 'ANALYZE journal, audit_entries' });
    });
  }, 60_000);

  afterAll(() => core.close());

  const within = <Result>(work: () => Promise<Result>): Promise<Result> => core.within(tenant, work);
  const conditionsOf = (query: Record<string, unknown>): readonly AuditCondition[] =>
    readAuditQuery({ ...query, limit: '20' }).conditions;
  const ledgerOf = (conditions: readonly AuditCondition[]): AuditLedger =>
    core.app.get(AuditLedgers).ofTenant(conditions);

  function slice(query: Record<string, unknown>, before?: string, limit = 20): Promise<Slice> {
    const conditions = conditionsOf(query);
    return within(() => readSlice(ledgerOf(conditions), { conditions, before, limit }));
  }

  it('looks at a bounded number of rows, and goes on from there without passing anything over', async () => {
    const found: string[] = [];
    let before: string | undefined;
    let slices = 0;
    do {
      const { rows, next } = await slice({ address: NEEDLE }, before);
      found.push(...rows.map(({ requestId, occurredAt }) => `${requestId} ${occurredAt.toISOString()}`));
      before = next;
      slices += 1;
    } while (before !== undefined);
    const at = (second: number) => `spec ${new Date(Date.parse(START) + second * 1_000).toISOString()}`;
    expect(found).toEqual([at(EVENTS / 2), at(1), 'spec 2025-12-08T00:00:00.000Z']);
    expect(slices).toBe(2);
  });

  it('leaves the journal alone where it cannot hold what is asked for', async () => {
    for (const query of [{ outcome: 'failure' }, { action: 'key.*' }, { action: 'session.opened' }]) {
      expect(ledgerOf(conditionsOf(query)).sources.map(({ table }) => table)).toEqual(['audit_entries']);
      expect(await slice(query)).toMatchObject({ rows: [expect.anything()], next: undefined });
    }
    for (const query of [{ action: 'lead.*' }, { outcome: 'success' }, { resource: 'lead' }, {}]) {
      expect(ledgerOf(conditionsOf(query)).sources).toHaveLength(2);
    }
  });

  it.each<[string, Record<string, unknown>]>([
    ['no filter', {}],
    ['an actor', { actorId: RARE_ACTOR }],
    ['a record', { recordId: RARE_ACTOR }],
    ['a time', { occurredAt: { gte: '2026-01-01T10:00:00Z', lt: '2026-01-01T11:00:00Z' } }],
    ['an address', { address: NEEDLE }],
  ])('of %s reads indexes, in the order of ids', async (_name, query) => {
    const conditions = conditionsOf(query);
    const ledger = ledgerOf(conditions);
    const plans: PlanNode[] = [];
    const explained: AuditLedger = {
      ...ledger,
      run: async ({ text, values }) => {
        const [row] = await core.database.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>({
          text: `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`,
          values,
        });
        const plan = row?.['QUERY PLAN'][0].Plan;
        if (plan !== undefined) plans.push(plan);
        return [];
      },
    };
    await within(() => readSlice(explained, { conditions, before: undefined, limit: 20 }));
    const nodes = plans.flatMap(nodesOf);
    const scansOfAll = nodes.filter(
      (node) => node['Node Type'] === 'Seq Scan' && node['Relation Name'] === 'journal',
    );
    expect(scansOfAll).toEqual([]);
    expect(Math.max(...nodes.map((node) => node['Actual Rows']))).toBeLessThanOrEqual(LOOKED_AT);
  });
});
