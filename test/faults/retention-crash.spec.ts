import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { CustomFieldWorkers } from '../support/custom-field-workers.js';
import { eventually } from '../support/eventually.js';

const FILL = `INSERT INTO journal (id, resource, record_id, type, version, actor_kind, actor_id, request_id, changes, record,
    occurred_at)
  SELECT gen_random_uuid(), 'lead', gen_random_uuid(), 'lead.created', 1, 'system', $1, 'spec', NULL, '{}', now()
  FROM generate_series(1, 5000)`;
const AGE = `UPDATE journal SET occurred_at = occurred_at - interval '500 days'`;
const STATE = `SELECT (SELECT count(*) FROM journal)::integer AS rows, (SELECT count(*) FROM journal_baselines)::integer AS kept,
  (SELECT position = 0 FROM journal_floor) AS "isWhole", (SELECT position FROM journal_head)::integer AS head`;
const NOBODY = '01a1fd8a-e7f1-768b-bc9c-4736db6577a0';

describe('the retention of the journal whose process is killed', () => {
  let workers: CustomFieldWorkers;

  beforeAll(async () => {
    workers = await CustomFieldWorkers.start();
  }, 30_000);

  afterEach(() => workers.killAll());
  afterAll(() => workers.close());

  const state = async () => (await workers.query<Record<string, unknown>>(STATE))[0];

  it('is gone on with by the next one, and ends', async () => {
    const { admin } = workers;
    const made = await admin.post('/api/leads', { body: { lastName: 'Doe', score: 1 } });
    const path = `/api/leads/${String(made.body['id'])}`;
    await admin.patch(path, { body: { score: 2 } });
    await workers.query(FILL, [NOBODY]);
    await workers.query(AGE);
    const before = await state();
    const victim = await workers.spawn('JournalCut.cut');
    await workers.ring('none');
    await victim.ended();
    expect(await state()).toMatchObject({ rows: before?.['rows'], kept: 0, isWhole: true });

    await workers.spawn();
    await workers.ring('none');
    await eventually('everything old is gone', async () => (await state())?.['rows'] === 0);
    expect(await state()).toEqual({ rows: 0, kept: 1, isWhole: false, head: before?.['rows'] });
    expect((await admin.get(`${path}?asOf=${new Date().toISOString()}`)).body).toMatchObject({
      score: 2,
      version: 2,
    });
    expect((await admin.post(`${path}/revert`, { body: { version: 1 } })).status).toBe(410);
    expect((await admin.get('/api/events?after=0')).status).toBe(410);
  }, 60_000);
});
