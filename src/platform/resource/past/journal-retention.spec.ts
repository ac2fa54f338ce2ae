import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type ApiAnswer, ApiClient, type RegisteredTenant } from '../../../../test/support/api-client.js';
import { TenantCore } from '../../../../test/support/tenant-core.js';
import { newId } from '../../../kernel/identifiers.js';
import { TenantDirectory } from '../../context/tenant-directory.js';
import type { TenantReference } from '../../context/tenant-reference.js';
import { JournalFeed } from '../../journal/journal-feed.js';
import { JournalKeeping } from '../../journal/journal-keeping.js';
import { JournalPulse } from '../../journal/journal-pulse.js';
import { JournalReader } from '../../journal/journal-reader.js';
import { Reactions } from '../../journal/reactions.js';
import { JournalRetention } from './journal-retention.js';
import { ResourceRegistry } from '../resource-registry.js';

const DAY = 86_400_000;
const STATE = `SELECT (SELECT count(*) FROM journal)::integer AS rows, (SELECT min(position) FROM journal) AS oldest,
  (SELECT position FROM journal_floor) AS floor, (SELECT count(*) FROM journal_baselines)::integer AS baselines,
  (SELECT position FROM journal_head) AS head`;
const MANY = `INSERT INTO journal (id, resource, record_id, type, version, actor_kind, actor_id, request_id, changes, record,
    occurred_at)
  SELECT gen_random_uuid(), 'lead', gen_random_uuid(), 'lead.created', 1, 'system', $2, 'spec', NULL, '{}',
    now() - interval '500 days'
  FROM generate_series(1, $1) AS place`;

type Lead = Record<string, unknown> & { readonly id: string; readonly version: number };
type Entries = { readonly items: readonly Record<string, unknown>[]; readonly keptSince: string | null };

describe('the retention of the journal', () => {
  let core: TenantCore;
  let admin: ApiClient & { readonly tenant: RegisteredTenant };
  let tenant: TenantReference;
  let retention: JournalRetention;

  beforeAll(async () => {
    core = await TenantCore.start();
  });

  afterAll(() => core.close());

  beforeEach(async () => {
    admin = await new ApiClient(core.product.url).register();
    const found = await core.app.get(TenantDirectory).find(admin.tenant.tenantId);
    if (found === undefined) throw new Error('The tenant is not found');
    tenant = found;
    retention = process();
  });

  /** What one process makes of it. */
  function process(): JournalRetention {
    const reactions = new Reactions(new JournalPulse());
    reactions.addConsumer({ name: 'webhooks', consume: async () => undefined });
    const { app, database } = core;
    return new JournalRetention(database, app.get(ResourceRegistry), app.get(JournalKeeping), reactions);
  }

  const within = <Result>(work: () => Promise<Result>): Promise<Result> => core.within(tenant, work);
  const sql = (text: string, values: unknown[] = []) => within(() => core.database.query({ text, values }));
  const state = async () => (await sql(STATE))[0] ?? {};
  const run = (now = new Date()) => within(() => retention.runDue(now));
  /** Stamps everything and lets the consumer read it. */
  const readAll = () =>
    within(() => core.database.transaction(() => core.app.get(JournalReader).take('webhooks', 100_000)));
  /** Everything that has happened so far was so many days ago. */
  const age = (days: number) =>
    sql(`UPDATE journal SET occurred_at = occurred_at - $1 * interval '1 day'`, [days]);
  const daysAgo = (days: number) => new Date(Date.now() - days * DAY).toISOString();

  async function lead(body: Record<string, unknown> = {}): Promise<string> {
    const answer = await admin.post<Lead>('/api/leads', { body: { lastName: 'Doe', ...body } });
    expect(answer.status).toBe(201);
    return answer.body.id;
  }

  const patch = (id: string, body: Record<string, unknown>) => admin.patch(`/api/leads/${id}`, { body });
  const codeOf = ({ status, body }: ApiAnswer): unknown => [
    status,
    Reflect.get(Object(body['error']), 'code') as unknown,
  ];

  it('leaves what a record was at the floor, and answers 410 below it', async () => {
    const [old, changed, deleted] = [await lead({ score: 1 }), await lead({ score: 1 }), await lead()];
    await patch(old, { score: 2 });
    await patch(old, { score: 3 });
    await patch(changed, { score: 2 });
    await admin.delete(`/api/leads/${deleted}`);
    await age(450);
    const cursor = (await admin.get(`/api/leads/${old}/history?limit=1`)).body['nextCursor'];
    await patch(changed, { score: 9 });
    await readAll();
    const { head } = await state();

    await run();
    expect(await state()).toMatchObject({ rows: 1, oldest: head, floor: Number(head) - 1, head });
    const baselines = await sql('SELECT record_id, version FROM journal_baselines ORDER BY record_id');
    expect(baselines).toEqual([
      { record_id: old, version: 3 },
      { record_id: changed, version: 2 },
    ]);

    const get = (id: string, time: string) => admin.get<Lead>(`/api/leads/${id}?asOf=${time}`);
    expect((await get(old, daysAgo(449))).body).toMatchObject({ id: old, score: 3, version: 3 });
    expect((await get(changed, daysAgo(100))).body).toMatchObject({ score: 2, version: 2 });
    expect((await get(changed, new Date().toISOString())).body).toMatchObject({ score: 9, version: 3 });
    expect(codeOf(await get(old, daysAgo(451)))).toEqual([410, 'HISTORY_EXPIRED']);
    expect((await get(deleted, daysAgo(100))).status).toBe(404);

    const history = await admin.get<Entries>(`/api/leads/${changed}/history`);
    expect(history.body.items).toMatchObject([{ version: 3, changes: { score: { old: 2, new: 9 } } }]);
    expect(Date.parse(history.body.keptSince ?? '')).toBeLessThan(Date.now() - 449 * DAY);
    const none = await admin.get<Entries>(`/api/leads/${old}/history`);
    expect(none.body).toMatchObject({ items: [], nextCursor: null });
    const cut = await admin.get(`/api/leads/${old}/history?limit=1&cursor=${String(cursor)}`);
    expect(codeOf(cut)).toEqual([410, 'HISTORY_EXPIRED']);

    const revert = (id: string, version: number) =>
      admin.post(`/api/leads/${id}/revert`, { body: { version } });
    expect(codeOf(await revert(old, 2))).toEqual([410, 'HISTORY_EXPIRED']);
    expect(codeOf(await revert(old, 4))).toEqual([404, 'NOT_FOUND']);
    expect((await revert(changed, 2)).body).toMatchObject({ score: 2, version: 4 });
    // A client that has what the baseline tells learns what has moved since.
    const headers = { 'if-match': '"3"' };
    await patch(old, { score: 4 });
    const stale = await admin.patch(`/api/leads/${old}`, { body: { score: 5 }, headers });
    expect(stale.body['error']).toMatchObject({ details: [{ field: 'score', base: 3, theirs: 4, mine: 5 }] });
  });

  it('is no event of the feed, whose positions go on where they were', async () => {
    const id = await lead();
    await age(500);
    await readAll();
    await run();
    const { head, floor, baselines } = await state();
    expect({ floor, baselines }).toEqual({ floor: head, baselines: 1 });
    expect(codeOf(await admin.get('/api/events?after=0'))).toEqual([410, 'HISTORY_EXPIRED']);
    await patch(id, { score: 1 });
    await readAll();
    const feed = await admin.get<Entries>(`/api/events?after=${String(head)}`);
    expect(feed.body.items).toMatchObject([{ type: 'lead.updated', position: Number(head) + 1 }]);
    expect((await admin.get<Entries>('/api/events')).body.items).toHaveLength(1);
    const log = await admin.get<Entries>(`/api/audit-logs?recordId=${id}`);
    expect(log.body.items).toMatchObject([{ action: 'lead.updated' }]);
  });

  it('moves a baseline on, and takes it away when the record was deleted', async () => {
    const [moved, deleted] = [await lead({ score: 1 }), await lead()];
    await age(100);
    await readAll();
    await run(new Date(Date.now() + 310 * DAY));
    expect(await state()).toMatchObject({ rows: 0, baselines: 2 });
    await patch(moved, { score: 2 });
    await admin.delete(`/api/leads/${deleted}`);
    await readAll();
    await run(new Date(Date.now() + 401 * DAY));
    expect(await sql('SELECT record_id, version FROM journal_baselines')).toEqual([
      { record_id: moved, version: 2 },
    ]);
  });

  it('keeps for as long as the tenant has chosen, and says when the next is due', async () => {
    await lead();
    await age(100);
    await readAll();
    const now = new Date();
    expect(await run(now)).toEqual(new Date(now.getTime() + 7 * DAY));
    expect((await state())['floor']).toBe(0);
    const settings = { body: { retentionDays: 99 } };
    expect((await admin.patch('/api/settings', settings)).status).toBe(200);
    // Looked at once a day: not again by this process, by another at once.
    await run(new Date(now.getTime() + 1_000));
    expect((await state())['floor']).toBe(0);
    retention = process();
    expect(await run(now)).toBeUndefined();
    expect(await state()).toMatchObject({ rows: 0, baselines: 1 });
  });

  it('keeps what a consumer has not read yet, however old', async () => {
    await lead();
    await age(500);
    await run();
    expect(await state()).toMatchObject({ floor: 0, baselines: 0 });
    await readAll();
    await lead();
    await age(500);
    await within(() => core.database.query({ text: 'SELECT stamp_journal(100)' }));
    retention = process();
    await run();
    expect(await state()).toMatchObject({ rows: 1, baselines: 1 });
  });

  it('goes in slices, of which one that ends early leaves nothing, while two processes are at it', async () => {
    const id = await lead({ score: 1 });
    await sql(MANY, [13_000, newId()]);
    await age(500);
    await patch(id, { score: 2 });
    await readAll();
    const before = await state();
    const dies = within(() =>
      core.database.transaction(async () => {
        await retention.runDue(new Date());
        throw new Error('The process dies');
      }),
    );
    await expect(dies).rejects.toThrow('The process dies');
    expect(await state()).toEqual(before);

    const now = new Date();
    const [one, other] = [process(), process()];
    const dues = await within(() => Promise.all([one.runDue(now), other.runDue(now)]));
    expect(dues).toContainEqual(new Date(now.getTime() + 1_000));
    const between = await state();
    expect(Number(between['rows'])).toBeGreaterThan(0);
    expect(between['oldest']).toBe(Number(between['floor']) + 1);
    await patch(id, { score: 3 });
    for (let round = 1; round <= 4; round += 1) {
      const later = new Date(now.getTime() + round * 1_000);
      await within(() => Promise.all([one.runDue(later), other.runDue(later)]));
    }
    expect(await state()).toMatchObject({ rows: 2, baselines: 1, floor: Number(before['head']) - 1 });
    const history = await admin.get<Entries>(`/api/leads/${id}/history`);
    expect(history.body.items.map(({ version }) => version)).toEqual([3, 2]);
    await within(async () => {
      const { floor, last } = await core.app.get(JournalFeed).bounds();
      expect([floor, last]).toEqual([Number(before['head']) - 1, before['head']]);
    });
  });
});
