import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { TenantCore } from '../../../test/support/tenant-core.js';
import { UnavailableError } from '../../kernel/errors.js';
import { newId } from '../../kernel/identifiers.js';
import { ContextMissingError, currentContext, runInContext } from '../context/request-context.js';
import type { TenantReference } from '../context/tenant-reference.js';
import { RECORD_TYPES } from './record-types.js';
import { TenantConnections } from './tenant-connections.js';
import { TenantDatabase } from './tenant-database.js';

/** The entity by its name: the platform imports no room. */
const Member = 'Member';

describe('TenantDatabase', () => {
  let core: TenantCore;
  let database: TenantDatabase;
  let tenant: TenantReference;
  let other: TenantReference;

  beforeAll(async () => {
    core = await TenantCore.start({ CONNECTIONS_PER_TENANT: '4', CONNECTION_WAIT_MS: '1000' });
    ({ database } = core);
    tenant = await core.newTenant();
    other = await core.newTenant();
  });

  afterAll(() => core.close());

  function member(name: string): Record<string, unknown> {
    const at = new Date();
    const email = `${newId()}@example.com`;
    return {
      id: newId(),
      name,
      email,
      role: 'User',
      teamId: null,
      active: true,
      createdAt: at,
      updatedAt: at,
    };
  }

  function count(name: string): Promise<number> {
    return core.within(tenant, () => database.manager.countBy(Member, { name }));
  }

  it('throws when no tenant is in the context, through either door', async () => {
    await expect(database.query({ text: 'SELECT 1' })).rejects.toBeInstanceOf(ContextMissingError);
    await expect(database.transaction(async () => 1)).rejects.toBeInstanceOf(ContextMissingError);
    await expect(database.manager.count(Member)).rejects.toBeInstanceOf(ContextMissingError);
  });

  it('reads columns as the statement says, prepared by name or not', async () => {
    const statement = { name: 'spec-amount', text: 'SELECT 1.5::numeric AS amount', types: RECORD_TYPES };
    for (const prepares of [true, false]) {
      const reader = new TenantDatabase(core.app.get(TenantConnections), prepares);
      await expect(core.within(tenant, () => reader.query(statement))).resolves.toEqual([{ amount: 1.5 }]);
    }
  });

  it('answers that it is not available when the connection of a new transaction is gone', async () => {
    const connections = core.app.get(TenantConnections);
    const { client, release } = await connections.acquire(tenant);
    const failing = Object.assign(Object.create(client), {
      query: () => Promise.reject(new Error('Connection terminated unexpectedly')),
    });
    jest.spyOn(connections, 'acquire').mockResolvedValueOnce({ client: failing, release });
    await expect(core.within(tenant, () => database.transaction(async () => 1))).rejects.toBeInstanceOf(
      UnavailableError,
    );
  });

  it('goes to the database of the tenant in the context', async () => {
    const text = 'SELECT current_database() AS name';
    for (const { id, database: name } of [tenant, other]) {
      const reference = id === tenant.id ? tenant : other;
      await expect(core.within(reference, () => database.query({ text }))).resolves.toEqual([{ name }]);
    }
  });

  it('lets a TypeORM repository write and read inside the open transaction', async () => {
    const seen = await core.within(tenant, () =>
      database.transaction(async () => {
        await database.manager.insert(Member, member('joined'));
        const rows = await database.query({ text: `SELECT name FROM members WHERE name = 'joined'` });
        expect(rows).toHaveLength(1);
        return database.manager.findBy(Member, { name: 'joined' });
      }),
    );
    expect(seen).toMatchObject([{ name: 'joined' }]);
    expect(await count('joined')).toBe(1);
  });

  it('rolls back what a repository wrote', async () => {
    const failing = core.within(tenant, () =>
      database.transaction(async () => {
        await database.manager.insert(Member, member('undone'));
        throw new Error('no');
      }),
    );
    await expect(failing).rejects.toThrow('no');
    expect(await count('undone')).toBe(0);
  });

  it('reports a failing repository query inside a transaction to its caller', async () => {
    const twice = member('twice');
    const failing = core.within(tenant, () =>
      database.transaction(async () => {
        await database.manager.insert(Member, twice);
        await database.manager.insert(Member, twice);
      }),
    );
    await expect(failing).rejects.toMatchObject({ code: '23505' });
    expect(await count('twice')).toBe(0);
  });

  it('joins the transaction that is open already', async () => {
    const failing = core.within(tenant, () =>
      database.transaction(async () => {
        await database.transaction(() => database.manager.insert(Member, member('nested')));
        throw new Error('outer');
      }),
    );
    await expect(failing).rejects.toThrow('outer');
    expect(await count('nested')).toBe(0);
  });

  it('does not report success when the server rolled the commit back', async () => {
    const swallowed: unknown[] = [];
    const failing = core.within(tenant, () =>
      database.transaction(async () => {
        await database.manager.insert(Member, member('swallowed'));
        await database.query({ text: 'SELECT 1 / 0' }).catch((error: unknown) => swallowed.push(error));
      }),
    );
    await expect(failing).rejects.toThrow('rolled back');
    expect(swallowed).toHaveLength(1);
    expect(await count('swallowed')).toBe(0);
  });

  it('refuses save() inside a transaction, and says what to write instead', async () => {
    const failing = core.within(tenant, () =>
      database.transaction(() => database.manager.save(Member, member('saved'))),
    );
    await expect(failing).rejects.toThrow('save({ transaction: false })');
    const saving = core.within(tenant, () =>
      database.transaction(() => database.manager.save(Member, member('saved'), { transaction: false })),
    );
    await expect(saving).resolves.toMatchObject({ name: 'saved' });
    expect(await count('saved')).toBe(1);
  });

  it('does not deadlock when as many transactions as connections each use a repository', async () => {
    let inside = 0;
    let everybodyInside = (): void => undefined;
    const gate = new Promise<void>((open) => (everybodyInside = open));
    const work = () =>
      database.transaction(async () => {
        inside += 1;
        if (inside === 4) everybodyInside();
        await gate;
        return database.manager.countBy(Member, { name: 'nobody' });
      });
    const counts = await core.within(tenant, () => Promise.all([work(), work(), work(), work()]));
    expect(counts).toEqual([0, 0, 0, 0]);
  });

  it('refuses a query that outlives its transaction, by either door', async () => {
    const context = await core.within(tenant, () => database.transaction(async () => currentContext()));
    const late = () => runInContext(context, () => database.query({ text: 'SELECT 1' }));
    await expect((async () => late())()).rejects.toThrow('has ended');
    await expect(runInContext(context, () => database.manager.count(Member))).rejects.toThrow('has ended');
  });

  it('refuses a runner that was taken inside a transaction and used after it', async () => {
    const runner = await core.within(tenant, () =>
      database.transaction(async () => {
        const taken = database.dataSource.createQueryRunner();
        await taken.query('SELECT 1');
        return taken;
      }),
    );
    await expect(runner.query('SELECT 1')).rejects.toThrow('has ended');
  });

  it("never runs another tenant's statement in an open transaction", async () => {
    const crossing = core.within(tenant, () =>
      database.transaction(() =>
        runInContext({ ...currentContext(), tenant: other }, () => database.query({ text: 'SELECT 1' })),
      ),
    );
    await expect(crossing).rejects.toThrow('another tenant');
    const crossingRepository = core.within(tenant, () =>
      database.transaction(() =>
        runInContext({ ...currentContext(), tenant: other }, () => database.manager.count(Member)),
      ),
    );
    await expect(crossingRepository).rejects.toThrow('another tenant');
  });

  it('calls back after the commit, and never after a rollback', async () => {
    const called: string[] = [];
    await core.within(tenant, () =>
      database.transaction(async () => {
        database.onCommit(() => called.push('committed'));
        expect(called).toEqual([]);
      }),
    );
    const failing = core.within(tenant, () =>
      database.transaction(async () => {
        database.onCommit(() => called.push('rolled back'));
        throw new Error('no');
      }),
    );
    await expect(failing).rejects.toThrow('no');
    expect(called).toEqual(['committed']);
  });

  it('answers 503 when every connection stays taken, and works again afterwards', async () => {
    let free = (): void => undefined;
    const gate = new Promise<void>((open) => (free = open));
    const holding = core.within(tenant, () =>
      Promise.all(Array.from({ length: 4 }, () => database.transaction(() => gate))),
    );
    const waiting = core.within(tenant, () => database.query({ text: 'SELECT 1' }));
    await expect(waiting).rejects.toMatchObject({ status: 503 });
    free();
    await holding;
    await expect(core.within(tenant, () => database.query({ text: 'SELECT 1' }))).resolves.toHaveLength(1);
  });

  it('answers 503 when the server ends the connection, and connects anew', async () => {
    const text = 'SELECT pg_terminate_backend(pg_backend_pid())';
    await expect(core.within(tenant, () => database.query({ text }))).rejects.toMatchObject({ status: 503 });
    const inside = core.within(tenant, () => database.transaction(() => database.query({ text })));
    await expect(inside).rejects.toMatchObject({ status: 503 });
    await expect(core.within(tenant, () => database.query({ text: 'SELECT 1' }))).resolves.toHaveLength(1);
  });
});
