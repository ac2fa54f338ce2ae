import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../../../test/support/eventually.js';
import { TenantCore } from '../../../test/support/tenant-core.js';
import { TestClock } from '../../../test/support/test-clock.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import { AuditConfig } from '../../platform/config/audit.config.js';
import { EnvironmentReader } from '../../platform/config/environment-reader.js';
import { SYSTEM_ACTOR } from '../../platform/context/actor.js';
import { runInContext } from '../../platform/context/request-context.js';
import type { TenantReference } from '../../platform/context/tenant-reference.js';
import { ControlDatabase } from '../../platform/database/control-database.js';
import { DirtyMarks } from '../../platform/journal/dirty-marks.js';
import { DueMarks } from '../../platform/journal/due-marks.js';
import { JournalPulse } from '../../platform/journal/journal-pulse.js';
import { TenantSignals } from '../../platform/journal/tenant-signals.js';
import { WakeUps } from '../../platform/journal/wake-ups.js';
import { Reactions } from '../../platform/journal/reactions.js';
import { Sweeper } from '../../platform/queue/sweeper.js';
import { Timers } from '../../platform/timers/timers.js';
import { AuditPurge } from './audit-purge.js';
import { AuditRetention } from './audit-retention.js';
import { AuditWriter } from './audit-writer.js';
import { BackgroundWork } from '../../platform/runtime/background-work.js';
import { RefusalLog } from './refusal-log.js';
import { WINDOW } from './refusal-meter.js';

const DAY = 86_400_000;

describe('audit entries', () => {
  let core: TenantCore;
  let tenant: TenantReference;

  beforeAll(async () => {
    core = await TenantCore.start();
  });

  afterAll(() => core.close());

  beforeEach(async () => {
    tenant = await core.newTenant();
  });

  const audit = () => core.app.get(AuditTrail);
  const control = () => core.app.get(ControlDatabase);
  const within = <Result>(work: () => Promise<Result>): Promise<Result> => core.within(tenant, work);

  function actions(): Promise<string[]> {
    return within(async () => {
      const text = 'SELECT action FROM audit_entries ORDER BY id';
      const rows = await core.database.query<{ action: string }>({ text });
      return rows.map(({ action }) => action);
    });
  }

  it('are told with the work they belong to, and not when it is rolled back', async () => {
    const work = within(() =>
      core.database.transaction(async () => {
        await audit().record({ action: 'key.lost' });
        throw new Error('rolled back');
      }),
    );
    await expect(work).rejects.toThrow('rolled back');
    await within(() => core.database.transaction(() => audit().record({ action: 'key.created' })));
    expect(await actions()).toEqual(['session.opened', 'key.created']);
  });

  it('are told of a refusal even when the work around it is rolled back', async () => {
    const work = within(() =>
      core.database.transaction(async () => {
        await audit().recordRefusal({ action: 'key.refused' });
        throw new Error('rolled back');
      }),
    );
    await expect(work).rejects.toThrow('rolled back');
    await eventually('the refusal', async () => (await actions()).includes('key.refused'));
  });

  it.each([
    'UPDATE audit_entries SET action = action',
    'DELETE FROM audit_entries',
    'TRUNCATE audit_entries',
  ])('cannot be changed: %s', async (text) => {
    const refused = { code: '42501', message: 'audit_entries is append-only' };
    await expect(within(() => core.database.execute({ text }))).rejects.toMatchObject(refused);
    await expect(control().query(text)).rejects.toThrow(refused.message);
    expect(await actions()).toEqual(['session.opened']);
  });

  it('of a tenant that cannot hold them stand in the log of the installation', async () => {
    const old = { ...tenant, schemaVersion: 20260101000000 };
    await within(() => audit().record({ action: 'key.early', tenant: old }));
    await within(() =>
      audit().record({ action: 'key.gone', tenantId: '0190b2a0-0000-7000-8000-000000000000' }),
    );
    const text = `SELECT action, tenant_id AS "tenantId" FROM audit_entries WHERE action LIKE 'key.%' ORDER BY id`;
    expect(await control().query(text)).toEqual([
      { action: 'key.early', tenantId: tenant.id },
      { action: 'key.gone', tenantId: '0190b2a0-0000-7000-8000-000000000000' },
    ]);
    expect(await actions()).toEqual(['session.opened']);
  });

  it('count what is refused again and again, in one entry at the end of the minute, or of the process', async () => {
    const clock = new TestClock();
    const refusals = new RefusalLog(core.app.get(AuditWriter), new BackgroundWork(), clock);
    const context = { traceId: 'spec', tenant, actor: SYSTEM_ACTOR, address: '192.0.2.1' };
    const refuse = (reason: string) =>
      runInContext(context, () => refusals.tell({ action: 'key.refused', details: { reason } }));
    for (let time = 0; time < 10; time += 1) await refuse('expired');
    await refuse('address');
    await refusals.flush(clock.milliseconds() + WINDOW);
    await refusals.flush(clock.milliseconds() + WINDOW);
    for (let time = 0; time < 2; time += 1) await refuse('address');
    await refusals.beforeApplicationShutdown();
    const rows = await within(() =>
      core.database.query({
        text: `SELECT outcome, address, details FROM audit_entries WHERE action = 'key.refused' ORDER BY seq`,
      }),
    );
    const entry = { outcome: 'failure', address: '192.0.2.1' };
    expect(rows).toEqual([
      { ...entry, details: { reason: 'expired' } },
      { ...entry, details: { reason: 'address' } },
      { ...entry, details: { reason: 'expired', repeats: 9 } },
      { ...entry, details: { reason: 'address' } },
      { ...entry, details: { reason: 'address', repeats: 1 } },
    ]);
  });

  it('never fail the request whose refusal they tell', async () => {
    const fails = () => Promise.reject(new Error('nobody knows'));
    await within(() => audit().recordRefusal(fails));
    const nowhere = { ...tenant, id: 'nowhere', database: 'nowhere' };
    await within(() => audit().recordRefusal({ action: 'key.refused', tenant: nowhere }));
    expect(await actions()).toEqual(['session.opened']);
  });

  describe('when their time is over', () => {
    const config = new AuditConfig(new EnvironmentReader({ AUDIT_RETENTION_DAYS: '30' }));

    it('leave the tenant by its timer, which comes again', async () => {
      const clock = new TestClock();
      const dueMarks = new DueMarks(control(), clock);
      const timers = new Timers(
        core.database,
        new TenantSignals(core.app.get(WakeUps), dueMarks),
        new DirtyMarks(control(), clock),
        clock,
        new Reactions(new JournalPulse()),
      );
      const background = new BackgroundWork();
      const retention = new AuditRetention(core.database, timers, background, config, clock);
      await within(async () => {
        await core.database.execute({ text: 'DELETE FROM timers' });
        retention.ensure();
        await background.settle();
        clock.advance(8 * DAY);
        const next = await timers.runDue(clock.now());
        expect(await actions()).toEqual(['session.opened']);
        expect(next).toEqual(new Date(clock.milliseconds() + 7 * DAY));
        clock.advance(23 * DAY);
        await timers.runDue(clock.now());
        expect(await actions()).toEqual([]);
      });
    });

    it('leave the installation by its sweep', async () => {
      const clock = new TestClock();
      const purge = new AuditPurge(control(), config, clock, core.app.get(Sweeper));
      const count = async () => (await control().query('SELECT id FROM audit_entries')).length;
      await runInContext({ traceId: 'spec' }, () => audit().record({ action: 'tenant.created' }));
      const before = await count();
      clock.advance(29 * DAY);
      await purge.sweep();
      expect(await count()).toBe(before);
      clock.advance(2 * DAY);
      await purge.sweep();
      expect(await count()).toBe(0);
    });
  });

  it('begin the timer of their tenant', async () => {
    await eventually('the timer', async () => {
      const text = `SELECT 1 FROM timers WHERE kind = 'audit-retention'`;
      return (await within(() => core.database.query({ text }))).length === 1;
    });
  });
});
