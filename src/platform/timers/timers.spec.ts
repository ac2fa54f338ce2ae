import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TenantCore } from '../../../test/support/tenant-core.js';
import { TestClock } from '../../../test/support/test-clock.js';
import type { TenantReference } from '../context/tenant-reference.js';
import { ControlDatabase } from '../database/control-database.js';
import { DirtyMarks } from '../journal/dirty-marks.js';
import { DueMarks } from '../journal/due-marks.js';
import { JournalPulse } from '../journal/journal-pulse.js';
import { TenantSignals } from '../journal/tenant-signals.js';
import { WakeUps } from '../journal/wake-ups.js';
import { Reactions } from '../journal/reactions.js';
import { type TimerHandler, Timers } from './timers.js';

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

describe('Timers', () => {
  const clock = new TestClock();
  const at = (milliseconds: number) => new Date(clock.milliseconds() + milliseconds);
  let core: TenantCore;
  let tenant: TenantReference;

  beforeAll(async () => {
    core = await TenantCore.start();
    tenant = await core.newTenant();
  });

  afterAll(() => core.close());

  beforeEach(() => within(() => core.database.execute({ text: 'DELETE FROM timers' })));

  function within<Result>(work: () => Promise<Result>): Promise<Result> {
    return core.within(tenant, work);
  }

  /** What one process makes of the tenant's timers. */
  function processWith(handlers: Readonly<Record<string, TimerHandler>>): Timers {
    const control = core.app.get(ControlDatabase);
    const dirtyMarks = new DirtyMarks(control, clock);
    const timers = new Timers(
      core.database,
      new TenantSignals(core.app.get(WakeUps), new DueMarks(control, clock)),
      dirtyMarks,
      clock,
      new Reactions(new JournalPulse()),
    );
    for (const [kind, handler] of Object.entries(handlers)) timers.on(kind, handler);
    return timers;
  }

  it('rings once when due, with what was set, and not before', async () => {
    const rung: unknown[] = [];
    const timers = processWith({ greet: async (timer) => void rung.push(timer) });
    await within(async () => {
      await timers.set('greet', 'lead-1', at(1_000), { text: 'hello' });
      expect(await timers.runDue(at(999))).toEqual(at(1_000));
      expect(rung).toEqual([]);
      expect(await timers.runDue(at(1_000))).toBeUndefined();
      await timers.runDue(at(1_001));
    });
    expect(rung).toMatchObject([
      { kind: 'greet', subject: 'lead-1', dueAt: at(1_000), payload: { text: 'hello' } },
    ]);
  });

  it('keeps the time of a timer that runs already, when asked to set it only if there is none', async () => {
    const rung: string[] = [];
    const timers = processWith({ greet: async ({ subject }) => void rung.push(subject) });
    await within(async () => {
      await timers.setIfNone('greet', 'kept', at(1_000));
      await timers.setIfNone('greet', 'kept', at(5_000));
      expect(await timers.runDue(at(1_000))).toBeUndefined();
    });
    expect(rung).toEqual(['kept']);
  });

  it('moves a timer of the same kind and subject, and cancels it', async () => {
    const rung: string[] = [];
    const timers = processWith({ greet: async ({ subject }) => void rung.push(subject) });
    await within(async () => {
      await timers.set('greet', 'moved', at(1_000));
      await timers.set('greet', 'moved', at(5_000));
      await timers.set('greet', 'cancelled', at(1_000));
      await timers.cancel('greet', 'cancelled');
      expect(await timers.runDue(at(1_000))).toEqual(at(5_000));
      expect(rung).toEqual([]);
      await timers.runDue(at(5_000));
    });
    expect(rung).toEqual(['moved']);
  });

  it('rings in the process that runs later, when the one that set it is gone', async () => {
    const rung: string[] = [];
    await within(() => processWith({}).set('greet', 'survivor', at(0)));
    await within(() => processWith({ greet: async ({ subject }) => void rung.push(subject) }).runDue(at(0)));
    expect(rung).toEqual(['survivor']);
  });

  it('rings each of 250 timers once across two dispatchers', async () => {
    const rung: string[] = [];
    const handlers = { greet: async ({ subject }: { subject: string }) => void rung.push(subject) };
    const timers = processWith(handlers);
    const subjects = Array.from({ length: 250 }, (_, index) => String(index).padStart(3, '0'));
    await within(async () => {
      for (const [index, subject] of subjects.entries()) await timers.set('greet', subject, at(index));
      await Promise.all([timers.runDue(at(1_000)), processWith(handlers).runDue(at(1_000))]);
      await timers.runDue(at(1_000));
    });
    expect([...rung].sort()).toEqual(subjects);
  });

  it('is not there when the transaction that set it was rolled back', async () => {
    const rung: string[] = [];
    const timers = processWith({ greet: async ({ subject }) => void rung.push(subject) });
    const failing = within(() =>
      core.database.transaction(async () => {
        await timers.set('greet', 'undone', at(0));
        throw new Error('no');
      }),
    );
    await expect(failing).rejects.toThrow('no');
    await within(() => timers.runDue(at(0)));
    expect(rung).toEqual([]);
  });

  it('keeps the timer of a handler that fails, undoes what it wrote, and rings it again later', async () => {
    let failures = 2;
    const timers = processWith({
      break: async () => {
        await core.database.execute({ text: `UPDATE journal_head SET position = position + 1` });
        failures -= 1;
        if (failures >= 0) throw new Error('not today');
      },
    });
    const position = async () => {
      const [head] = await core.database.query<{ position: number }>({
        text: 'SELECT position FROM journal_head',
      });
      return head?.position;
    };
    await within(async () => {
      const before = (await position()) ?? 0;
      await timers.set('break', 'x', at(0));
      expect(await timers.runDue(at(0))).toEqual(at(1_000));
      expect(await timers.runDue(at(1_000))).toEqual(at(3_000));
      expect(await position()).toBe(before);
      expect(await timers.runDue(at(3_000))).toBeUndefined();
      expect(await position()).toBe(before + 1);
    });
  });

  it('rings all others although one handler always fails', async () => {
    const rung: string[] = [];
    const timers = processWith({
      break: async () => Promise.reject(new Error('never')),
      greet: async ({ subject }) => void rung.push(subject),
    });
    await within(async () => {
      await timers.set('break', 'first', at(0));
      for (const subject of ['a', 'b', 'c']) await timers.set('greet', subject, at(1));
      await timers.set('break', 'last', at(2));
      const next = await timers.runDue(at(10));
      expect(next?.getTime()).toBeGreaterThan(at(10).getTime());
    });
    expect(rung.sort()).toEqual(['a', 'b', 'c']);
  });

  it('gives a handler that wants many all of its kind at once, as they were set and moved together', async () => {
    const rung: string[][] = [];
    const timers = processWith({});
    timers.onMany('many', async (all) => void rung.push(all.map(({ subject }) => subject)));
    const settings = ['a', 'b', 'c', 'd'].map((subject, index) => ({ subject, dueAt: at(index) }));
    await within(async () => {
      await timers.setAll('many', settings);
      await timers.setAll('many', [{ subject: 'b', dueAt: at(9_000), payload: { moved: true } }]);
      await timers.cancelAll('many', ['c']);
      expect(await timers.runDue(at(1_000))).toEqual(at(9_000));
      await timers.runDue(at(9_000));
    });
    expect(rung).toEqual([['a', 'd'], ['b']]);
  });

  it('gives such a handler each alone when it fails with all', async () => {
    const rung: string[] = [];
    const timers = processWith({});
    timers.onMany('many', async (all) => {
      if (all.some(({ subject }) => subject === 'bad')) throw new Error('not this one');
      rung.push(...all.map(({ subject }) => subject));
    });
    await within(async () => {
      await timers.setAll(
        'many',
        ['good', 'bad', 'better'].map((subject) => ({ subject, dueAt: at(0) })),
      );
      expect(await timers.runDue(at(0))).toEqual(at(1_000));
    });
    expect(rung.toSorted()).toEqual(['better', 'good']);
  });

  it('has its tenant visited again when a dispatcher looked before the transaction was committed', async () => {
    const control = core.app.get(ControlDatabase);
    await control.query('DELETE FROM dirty_marks');
    const marks = new DueMarks(control, clock);
    const timers = processWith({ greet: async () => undefined });
    await within(() =>
      core.database.transaction(async () => {
        await timers.set('greet', 'slow', at(0));
        await marks.settle(tenant.id, undefined, at(0));
      }),
    );
    expect(await marks.listDue(BEFORE_ALL, 10)).not.toContain(tenant.id);
    expect(await new DirtyMarks(control, clock).list(0, BEFORE_ALL, 10)).toContain(tenant.id);
  });
});
