import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TenantCore } from '../../../test/support/tenant-core.js';
import { newId } from '../../kernel/identifiers.js';
import { QueueConfig } from '../config/queue.config.js';
import type { TenantReference } from '../context/tenant-reference.js';
import { JobHost } from '../queue/job-host.js';
import { DirtyMarks } from './dirty-marks.js';
import { DispatchJob } from './dispatch.job.js';
import { DueMarks } from './due-marks.js';
import { Journal } from './journal.js';
import type { JournalHead } from './journal-event.js';
import { JournalPulse } from './journal-pulse.js';
import { JournalReader } from './journal-reader.js';
import { Reactions } from './reactions.js';

describe('DispatchJob', () => {
  let core: TenantCore;
  let tenant: TenantReference;
  let reactions: Reactions;
  let read: string[];
  let looks: number;

  beforeAll(async () => {
    core = await TenantCore.start({ CONNECTIONS_PER_TENANT: '8' });
    tenant = await core.newTenant();
  });

  afterAll(() => core.close());

  beforeEach(async () => {
    read = [];
    looks = 0;
    reactions = new Reactions(new JournalPulse());
    reactions.addDueWork({ name: 'counted', runDue: () => Promise.resolve(void (looks += 1)) });
    await look({});
  });

  function within<Result>(work: () => Promise<Result>): Promise<Result> {
    return core.within(tenant, work);
  }

  function addConsumer(name: string, work: (events: readonly JournalHead[]) => Promise<void>): void {
    reactions.addConsumer({ name, consume: work });
  }

  async function take(events: readonly JournalHead[]): Promise<void> {
    read.push(...events.map(({ recordId }) => recordId));
    await Promise.resolve();
  }

  class SampleDispatch extends DispatchJob {
    look(data: { looksAt?: 'journal' | 'all' }): Promise<void> {
      return this.handle({ tenantId: tenant.id, traceId: 'spec', ...data });
    }
  }

  function look(data: { looksAt?: 'journal' | 'all' }): Promise<void> {
    const { app, database } = core;
    const job = new SampleDispatch(
      app.get(JobHost),
      app.get(QueueConfig),
      database,
      app.get(JournalReader),
      reactions,
      app.get(DirtyMarks),
      app.get(DueMarks),
    );
    return within(() => job.look(data));
  }

  function write(recordId: string): Promise<void> {
    const entry = { resource: 'sample', type: 'sample.created', version: 1, changes: null, record: {} };
    return within(() => core.app.get(Journal).writeAll([{ ...entry, recordId }]));
  }

  async function isStamped(recordId: string): Promise<boolean> {
    const text = 'SELECT FROM journal WHERE record_id = $1 AND position IS NOT NULL';
    return (await within(() => core.database.query({ text, values: [recordId] }))).length > 0;
  }

  it('looks at the journal only after a commit, else also at what is due', async () => {
    addConsumer(newId(), take);
    const id = newId();
    await write(id);
    looks = 0;
    await look({ looksAt: 'journal' });
    expect(read.at(-1)).toBe(id);
    expect(looks).toBe(0);
    await look({});
    expect(looks).toBe(1);
  });

  it('gives a consumer each event once, in order, however many dispatchers look at once', async () => {
    addConsumer(newId(), take);
    await look({ looksAt: 'journal' });
    read = [];
    const ids = Array.from({ length: 40 }, newId);
    for (const id of ids) {
      await write(id);
      if (ids.indexOf(id) % 5 === 0) await Promise.all([1, 2, 3].map(() => look({ looksAt: 'journal' })));
    }
    await look({ looksAt: 'journal' });
    expect(read).toEqual(ids);
  });

  it('stamps although a consumer fails, and gives it the same events again', async () => {
    let fails = true;
    addConsumer(newId(), (events) => (fails ? Promise.reject(new Error('no')) : take(events)));
    const id = newId();
    await write(id);
    await expect(look({ looksAt: 'journal' })).rejects.toThrow('no');
    expect(await isStamped(id)).toBe(true);
    fails = false;
    await look({ looksAt: 'journal' });
    expect(read.filter((one) => one === id)).toEqual([id]);
  });
});
