import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiClient } from '../../../test/support/api-client.js';
import { eventually } from '../../../test/support/eventually.js';
import { TenantCore } from '../../../test/support/tenant-core.js';
import { TenantDirectory } from '../context/tenant-directory.js';
import type { TenantReference } from '../context/tenant-reference.js';
import { newId } from '../../kernel/identifiers.js';
import { Journal } from './journal.js';
import type { JournalHead } from './journal-event.js';
import { JournalReader } from './journal-reader.js';

describe('the journal and its sequencer', () => {
  let core: TenantCore;
  let tenant: TenantReference;

  beforeAll(async () => {
    core = await TenantCore.start({ TENANT_CONNECTIONS: '30', CONNECTIONS_PER_TENANT: '25' });
    tenant = await core.newTenant();
  });

  afterAll(() => core.close());

  function within<Result>(work: () => Promise<Result>): Promise<Result> {
    return core.within(tenant, work);
  }

  /** A new version of a record, with its row locked as every writer does. */
  function write(recordId: string): Promise<void> {
    return core.database.transaction(async () => {
      const [row] = await core.database.query<{ version: number }>({
        text: 'SELECT version FROM counters WHERE id = $1 FOR UPDATE',
        values: [recordId],
      });
      const version = (row?.version ?? 0) + 1;
      const change = { text: 'UPDATE counters SET version = $2 WHERE id = $1', values: [recordId, version] };
      await core.app.get(Journal).write(change, {
        resource: 'counter',
        recordId,
        type: 'counter.updated',
        version,
        changes: null,
        record: { id: recordId },
      });
    });
  }

  async function stamp(): Promise<number> {
    const [row] = await core.database.query<{ stamped: number }>({
      text: 'SELECT stamp_journal(7) AS stamped',
    });
    return row?.stamped ?? 0;
  }

  async function readAll(): Promise<JournalHead[]> {
    return core.app.get(JournalReader).headsAfter(0, 10_000);
  }

  it('gives 20 writers dense positions, each record in the order of its versions, under two sequencers', async () => {
    const records = Array.from({ length: 5 }, () => newId());
    await within(async () => {
      await core.database.execute({
        text: 'CREATE TABLE counters (id uuid PRIMARY KEY, version integer NOT NULL)',
      });
      await core.database.execute({
        text: 'INSERT INTO counters SELECT id, 0 FROM unnest($1::uuid[]) AS id',
        values: [records],
      });
      let writing = true;
      const sequence = async (): Promise<void> => {
        while (writing || (await stamp()) > 0) await stamp();
      };
      const sequencers = [sequence(), sequence()];
      const writer = async (index: number): Promise<void> => {
        for (let round = 0; round < 15; round += 1) await write(records[(index + round) % 5] ?? '');
      };
      await Promise.all(Array.from({ length: 20 }, (_, index) => writer(index)));
      writing = false;
      await Promise.all(sequencers);
      const events = await readAll();
      expect(events.map(({ position }) => position)).toEqual(
        Array.from({ length: 300 }, (_, index) => index + 1),
      );
      for (const id of records) {
        const versions = events.filter(({ recordId }) => recordId === id).map(({ version }) => version);
        expect(versions).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
      }
    });
  });

  it('stamps what is committed although an older transaction of the tenant is still open', async () => {
    const [open, done] = [newId(), newId()];
    await within(async () => {
      const before = (await readAll()).length;
      await core.database.execute({
        text: 'INSERT INTO counters SELECT id, 0 FROM unnest($1::uuid[]) AS id',
        values: [[open, done]],
      });
      let commit = (): void => undefined;
      let written = (): void => undefined;
      const isWritten = new Promise<void>((resolve) => (written = resolve));
      const held = core.database.transaction(async () => {
        await write(open);
        written();
        await new Promise<void>((resolve) => (commit = resolve));
      });
      await isWritten;
      await write(done);
      await stamp();
      expect((await readAll()).slice(before).map(({ recordId }) => recordId)).toEqual([done]);
      commit();
      await held;
      await stamp();
      const events = (await readAll()).slice(before);
      expect(events.map(({ recordId }) => recordId)).toEqual([done, open]);
      expect(events.map(({ position }) => position)).toEqual([before + 1, before + 2]);
    });
  });

  it('has no row of a change that was rolled back', async () => {
    await within(async () => {
      const before = (await readAll()).length;
      const id = newId();
      const failing = core.database.transaction(async () => {
        await write(id);
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      await stamp();
      expect(await readAll()).toHaveLength(before);
    });
  });

  it('is not held up in one tenant by a write transaction that stays open in another', async () => {
    const working = await TenantCore.start({ WORKERS: 'inline' }, core.product.databaseUrl);
    try {
      const api = await new ApiClient(working.product.url).register();
      const other = await working.app.get(TenantDirectory).find(api.tenant.tenantId);
      if (other === undefined) throw new Error('no tenant');
      await within(() =>
        core.database.transaction(async () => {
          await core.database.execute({ text: 'UPDATE journal_head SET position = position' });
          expect((await api.post('/api/leads', { body: { lastName: 'Free' } })).status).toBe(201);
          await eventually('stamped', async () => {
            const events = await working.within(other, () =>
              working.app.get(JournalReader).headsAfter(0, 10),
            );
            return events.length === 1;
          });
        }),
      );
    } finally {
      await working.close();
    }
  });
});
