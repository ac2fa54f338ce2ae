import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TenantCore } from '../../../test/support/tenant-core.js';
import { TestClock } from '../../../test/support/test-clock.js';
import type { TenantReference } from '../context/tenant-reference.js';
import { ControlDatabase } from '../database/control-database.js';
import { DirtyMarks } from './dirty-marks.js';
import { DueMarks } from './due-marks.js';

const FIRST = '00000000-0000-0000-0000-000000000000';

describe('marks', () => {
  let core: TenantCore;
  let control: ControlDatabase;
  let tenant: TenantReference;

  beforeAll(async () => {
    core = await TenantCore.start();
    control = core.app.get(ControlDatabase);
    tenant = await core.newTenant();
  });

  afterAll(() => core.close());

  beforeEach(async () => {
    await control.query('DELETE FROM dirty_marks');
    await control.query('DELETE FROM due_marks');
  });

  describe('DirtyMarks', () => {
    /** Another process of the installation. */
    function marksOf(clock = new TestClock()): DirtyMarks {
      return new DirtyMarks(control, clock);
    }

    async function grow(milliseconds: number): Promise<void> {
      await control.query(`UPDATE dirty_marks SET marked_at = marked_at - $1 * interval '1 millisecond'`, [
        milliseconds,
      ]);
    }

    it('marks once in a window, and again after it', async () => {
      const clock = new TestClock();
      const marks = marksOf(clock);
      await marks.ensure(tenant.id);
      await control.query('DELETE FROM dirty_marks');
      await marks.ensure(tenant.id);
      expect(await marks.list(0, FIRST, 10)).toEqual([]);
      clock.advance(30_001);
      await marks.ensure(tenant.id);
      expect(await marks.list(0, FIRST, 10)).toEqual([tenant.id]);
    });

    it('lists a mark once it has the age asked for, page by page', async () => {
      const marks = marksOf();
      await marks.ensure(tenant.id);
      expect(await marks.list(60_000, FIRST, 10)).toEqual([]);
      await grow(60_001);
      expect(await marks.list(60_000, FIRST, 10)).toEqual([tenant.id]);
      expect(await marks.list(60_000, tenant.id, 10)).toEqual([]);
    });

    it('is cleared only when older than every transaction it may cover', async () => {
      const marks = marksOf();
      await marks.ensure(tenant.id);
      await grow(60_000);
      expect(await marks.clearable(tenant.id)).toBeUndefined();
      await grow(60_000);
      const mark = await marks.clearable(tenant.id);
      expect(mark).toBeDefined();
      if (mark !== undefined) await marks.clear(mark);
      expect(await marks.list(0, FIRST, 10)).toEqual([]);
    });

    it('stays when it was renewed meanwhile', async () => {
      const marks = marksOf();
      await marks.ensure(tenant.id);
      await grow(91_000);
      const mark = await marks.clearable(tenant.id);
      await marksOf().ensure(tenant.id);
      if (mark !== undefined) await marks.clear(mark);
      expect(await marks.list(0, FIRST, 10)).toEqual([tenant.id]);
    });

    it('stays when it was cleared by another dispatcher and made anew meanwhile', async () => {
      const marks = marksOf();
      await marks.ensure(tenant.id);
      await grow(91_000);
      const mine = await marks.clearable(tenant.id);
      const others = await marks.clearable(tenant.id);
      if (others !== undefined) await marks.clear(others);
      await marksOf().ensure(tenant.id);
      if (mine !== undefined) await marks.clear(mine);
      expect(await marks.list(0, FIRST, 10)).toEqual([tenant.id]);
    });

    it('is not taken for old when the marking process has a wrong clock', async () => {
      await marksOf(new TestClock(Date.now() - 600_000)).ensure(tenant.id);
      expect(await marksOf().clearable(tenant.id)).toBeUndefined();
    });
  });

  describe('DueMarks', () => {
    const clock = new TestClock();
    const at = (milliseconds: number) => new Date(clock.milliseconds() + milliseconds);
    let due: DueMarks;

    beforeEach(() => {
      due = new DueMarks(control, clock);
    });

    async function dueAt(): Promise<Date | undefined> {
      const [row] = await control.query<{ due_at: Date }>('SELECT due_at FROM due_marks');
      return row?.due_at;
    }

    it('keeps the earliest time it was told', async () => {
      for (const time of [at(500), at(200), at(900)]) await due.advance(tenant.id, time);
      expect(await dueAt()).toEqual(at(200));
    });

    it('lists a tenant from its time on', async () => {
      await due.advance(tenant.id, at(1));
      expect(await due.listDue(FIRST, 10)).toEqual([]);
      clock.advance(1);
      expect(await due.listDue(FIRST, 10)).toEqual([tenant.id]);
      expect(await due.listDue(tenant.id, 10)).toEqual([]);
    });

    it('settles on the next time, or on none', async () => {
      await due.advance(tenant.id, at(0));
      await due.settle(tenant.id, at(300), at(0));
      expect(await dueAt()).toEqual(at(300));
      await due.settle(tenant.id, undefined, at(300));
      expect(await dueAt()).toBeUndefined();
    });

    it('keeps a time that was set meanwhile, whatever the work found next', async () => {
      const since = at(0);
      await due.advance(tenant.id, at(100));
      await due.settle(tenant.id, undefined, since);
      expect(await dueAt()).toEqual(at(100));
      await due.settle(tenant.id, at(900), since);
      expect(await dueAt()).toEqual(at(100));
      await due.settle(tenant.id, at(50), since);
      expect(await dueAt()).toEqual(at(50));
    });
  });
});
