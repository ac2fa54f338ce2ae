import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { CustomFieldWorkers } from '../support/custom-field-workers.js';
import { eventually } from '../support/eventually.js';

const TIMER = 'custom-field-indexes';
const BUILDING = `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
  AND query ~ '^CREATE (UNIQUE )?INDEX CONCURRENTLY "cf._[0-9a-f]+_KEY"'`;
const INDEXES = `SELECT indisvalid AS "isValid" FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
  WHERE relname ~ $1`;
const END = 'SELECT pg_terminate_backend(pid) FROM unnest($1::integer[]) AS pid';
const CANCEL = 'SELECT pg_cancel_backend(pid) FROM unnest($1::integer[]) AS pid';
const SPOIL = `UPDATE pg_index SET indisvalid = false
  FROM pg_class WHERE pg_class.oid = indexrelid AND relname ~ $1`;

describe('the index of a custom field', () => {
  let workers: CustomFieldWorkers;
  let release: (() => Promise<void>) | undefined;

  beforeAll(async () => {
    workers = await CustomFieldWorkers.start();
    for (const lastName of ['One', 'Two']) await workers.admin.post('/api/leads', { body: { lastName } });
  }, 30_000);

  afterEach(async () => {
    await release?.();
    release = undefined;
  });

  afterAll(() => workers.close());

  const indexes = (key: string) => workers.query<{ isValid: boolean }>(INDEXES, [`_${key}$`]);

  /** Backends that are building the index, and wait for the transaction that is held open. */
  function builders(key: string): Promise<number[]> {
    return eventually('the index is being built', async () => {
      const rows = await workers.query<{ pid: number }>(BUILDING.replace('KEY', key));
      return rows.length > 0 && rows.map(({ pid }) => pid);
    });
  }

  it('is finished by another process when the first was killed while the server built it', async () => {
    release = await workers.holdLeads();
    const [victim] = await workers.running(1);
    const path = await workers.define({ key: 'killed', indexed: true });
    await builders('killed');
    await victim?.kill();
    await workers.running(1);
    // The server goes on for the process that is gone, and nobody drops the index under it.
    await workers.ring(TIMER);
    expect(await indexes('killed')).toEqual([{ isValid: false }]);
    await release();
    release = undefined;
    const settled = await eventually('the index is there', async () => {
      await workers.ring(TIMER);
      const { body } = await workers.admin.get(path);
      return body['indexState'] === 'ready' && body;
    });
    expect(settled).toMatchObject({ indexed: true, indexProblem: null });
    expect(await indexes('killed')).toEqual([{ isValid: true }]);
  }, 30_000);

  it('is dropped and built again when process and server session died in the middle', async () => {
    release = await workers.holdLeads();
    const [victim] = await workers.running(1);
    const path = await workers.define({ key: 'broken', unique: true });
    const pids = await builders('broken');
    await victim?.kill();
    await workers.query(END, [pids]);
    await eventually('a broken index is left', async () => {
      const [index] = await indexes('broken');
      const rows = await workers.query(BUILDING.replace('KEY', 'broken'));
      return rows.length === 0 && index?.isValid === false;
    });
    await release();
    release = undefined;
    await workers.running(1);
    await eventually('the index is there', async () => {
      await workers.ring(TIMER);
      const { body } = await workers.admin.get(path);
      return body['indexState'] === 'ready';
    });
    expect(await indexes('broken')).toEqual([{ isValid: true }]);
    const twice = { lastName: 'Doe', customFields: { broken: 'x' } };
    expect((await workers.admin.post('/api/leads', { body: twice })).status).toBe(201);
    expect((await workers.admin.post('/api/leads', { body: twice })).status).toBe(409);
  }, 30_000);

  it('is built once when two processes are at it', async () => {
    release = await workers.holdLeads();
    const both = await workers.running(2);
    const path = await workers.define({ key: 'raced', indexed: true });
    await builders('raced');
    // The queue forgets that the job runs, and gives it out once more.
    await workers.flushQueues();
    await workers.ring(TIMER);
    await eventually('the job was given out again', async () => {
      const [timer] = await workers.query<{ later: boolean }>(
        'SELECT due_at > now() AS later FROM timers WHERE kind = $1',
        [TIMER],
      );
      return timer?.later === true;
    });
    expect(await builders('raced')).toHaveLength(1);
    await release();
    release = undefined;
    expect(await workers.settled(path, 'ready')).toMatchObject({ indexProblem: null });
    expect(await indexes('raced')).toEqual([{ isValid: true }]);
    expect(both.every(({ running }) => running)).toBe(true);
    for (const { log } of both) expect(log).not.toMatch(/already exists|deadlock/);
  }, 30_000);

  it('is found and rebuilt when a build was cancelled, or the index went bad later', async () => {
    release = await workers.holdLeads();
    await workers.running(1);
    const path = await workers.define({ key: 'spoilt', indexed: true });
    await workers.query(CANCEL, [await builders('spoilt')]);
    await release();
    release = undefined;
    await eventually('the next attempt succeeds', async () => {
      await workers.ring(TIMER);
      const { body } = await workers.admin.get(path);
      return body['indexState'] === 'ready';
    });
    await workers.query(SPOIL, ['_spoilt$']);
    expect(await indexes('spoilt')).toEqual([{ isValid: false }]);
    await workers.define({ key: 'other', indexed: true });
    await eventually('the index is whole', async () => {
      const found = await indexes('spoilt');
      return found.length === 1 && found[0]?.isValid === true;
    });
    expect((await workers.admin.get(path)).body).toMatchObject({ indexState: 'ready' });
  }, 30_000);
});
