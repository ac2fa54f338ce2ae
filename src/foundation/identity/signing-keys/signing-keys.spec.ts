import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TenantCore } from '../../../../test/support/tenant-core.js';
import { TestClock } from '../../../../test/support/test-clock.js';
import { AuditTrail } from '../../../platform/audit/audit-trail.js';
import { SecurityConfig } from '../../../platform/config/security.config.js';
import { runInContext } from '../../../platform/context/request-context.js';
import { SecretBox } from '../../../platform/crypto/index.js';
import { ControlDatabase } from '../../../platform/database/control-database.js';
import { Sweeper } from '../../../platform/queue/sweeper.js';
import { SigningKeyRotation } from './signing-key-rotation.js';
import { SigningKeySweep } from './signing-key.sweep.js';
import { SigningKeys } from './signing-keys.service.js';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const DAY = 24 * HOUR;

/** One process of an installation, as far as its keys are concerned. */
function processOf(core: TenantCore, clock: TestClock) {
  const control = core.app.get(ControlDatabase);
  const box = core.app.get(SecretBox);
  const config = core.app.get(SecurityConfig);
  const keys = new SigningKeys(control, box, clock, config);
  const rotation = new SigningKeyRotation(control, keys, box, core.app.get(AuditTrail), config, clock);
  const sweep = new SigningKeySweep(rotation, config, clock, core.app.get(Sweeper));
  return { keys, rotation, sweep };
}

function inContext<Result>(work: () => Promise<Result>): Promise<Result> {
  return runInContext({ traceId: 'spec' }, work);
}

describe('signing keys', () => {
  let core: TenantCore;
  let clock: TestClock;
  let here: ReturnType<typeof processOf>;
  let there: ReturnType<typeof processOf>;

  const start = async (settings: Readonly<Record<string, string>> = {}) => {
    core = await TenantCore.start(settings);
    clock = new TestClock();
    here = processOf(core, clock);
    there = processOf(core, clock);
  };
  const rotate = (options?: Parameters<SigningKeyRotation['rotate']>[0]) =>
    inContext(async () => (await here.rotation.rotate(options)) ?? 'none');
  const revoke = (kid: string) => inContext(() => here.rotation.revoke(kid));
  const signsWith = async () => (await there.keys.current()).kid;
  const verifies = async (kid?: string) => (await there.keys.find(kid)) !== undefined;
  const states = async () =>
    (await here.rotation.list()).map(({ kid, state }) => `${kid === 'bootstrap' ? kid : 'other'} ${state}`);
  const sql = (text: string, values: unknown[] = []) => core.app.get(ControlDatabase).query(text, values);

  beforeEach(() => start());
  afterEach(() => core.close());

  it('begin with JWT_SECRET, for tokens without a kid too', async () => {
    expect(await signsWith()).toBe('bootstrap');
    expect([await verifies('bootstrap'), await verifies()]).toEqual([true, true]);
    expect(await states()).toEqual(['bootstrap signing']);
  });

  it('sign only when every process has had time to read them, and are accepted before', async () => {
    expect(await signsWith()).toBe('bootstrap');
    const kid = await rotate();
    clock.advance(SECOND);
    expect(await signsWith()).toBe('bootstrap');
    expect(await verifies(kid)).toBe(true);
    expect(await states()).toEqual(['other pending', 'bootstrap signing']);
    clock.advance(4 * SECOND);
    expect(await signsWith()).toBe(kid);
    expect(await states()).toEqual(['other signing', 'bootstrap verifying']);
  });

  it('verify until the longest token is over, and are then removed; JWT_SECRET does not come back', async () => {
    const first = await rotate();
    clock.advance(2 * HOUR);
    expect(await verifies('bootstrap')).toBe(false);
    const second = await rotate();
    clock.advance(HOUR);
    expect([await verifies(first), await signsWith()]).toEqual([true, second]);
    clock.advance(HOUR);
    expect(await verifies(first)).toBe(false);
    await here.sweep.sweep();
    expect(await states()).toEqual(['other signing', 'bootstrap over']);
    expect([await verifies(), await verifies('bootstrap')]).toEqual([false, false]);
  });

  it('are stored sealed, each bound to its row; one that does not open leaves the others in use', async () => {
    const secrets = [await rotate({ algorithm: 'EdDSA', lead: 0 }), await rotate({ lead: 0 })];
    clock.advance(SECOND);
    const rows = await sql('SELECT kid, sealed_key AS sealed FROM signing_keys WHERE sealed_key IS NOT NULL');
    expect(JSON.stringify(rows)).not.toContain('PRIVATE KEY');
    expect(rows).toHaveLength(2);
    const [older, newer] = secrets;
    await sql(
      'UPDATE signing_keys SET sealed_key = (SELECT sealed_key FROM signing_keys WHERE kid = $1) WHERE kid = $2',
      [older, newer],
    );
    expect(await signsWith()).toBe(older);
    expect(await verifies(newer)).toBe(false);
  });

  it('are of the kind that signs, or of the one that is asked for', async () => {
    await rotate({ algorithm: 'EdDSA', lead: 0 });
    await rotate({ lead: 0 });
    expect((await there.keys.current()).algorithm).toBe('EdDSA');
  });

  it('are found once more for an unknown kid, but a flood of those does not reach the database', async () => {
    expect(await verifies('unknown')).toBe(false);
    const kid = await rotate();
    expect(await verifies(kid)).toBe(false);
    clock.advance(250);
    expect(await verifies(kid)).toBe(true);
    const queries = jest.spyOn(core.app.get(ControlDatabase), 'query');
    clock.advance(250);
    await Promise.all(Array.from({ length: 200 }, (_, index) => verifies(`forged-${index}`)));
    for (let index = 0; index < 200; index += 1) await verifies(`forged-${index}`);
    expect(queries).toHaveBeenCalledTimes(1);
    clock.advance(250);
    await verifies('x'.repeat(65));
    expect(queries).toHaveBeenCalledTimes(1);
    queries.mockRestore();
  });

  it('can be revoked: refused within a second everywhere, another signs at once', async () => {
    const leaked = await rotate({ lead: 0 });
    expect(await signsWith()).toBe(leaked);
    const replacement = await revoke(leaked);
    clock.advance(SECOND);
    expect(await verifies(leaked)).toBe(false);
    expect(await signsWith()).toBe(replacement);
    await expect(revoke(leaked)).rejects.toMatchObject({ status: 404 });
    await expect(revoke('nobodys')).rejects.toMatchObject({ status: 404 });
  });

  it('can be revoked while the next one waits for its time', async () => {
    const waiting = await rotate({ lead: HOUR });
    const replacement = await revoke('bootstrap');
    clock.advance(SECOND);
    expect(await signsWith()).toBe(replacement);
    clock.advance(HOUR);
    expect([await signsWith(), await verifies(waiting)]).toEqual([replacement, false]);
  });

  it('are in use although the clock of this machine is behind that of the one that made them', async () => {
    const replacement = await revoke('bootstrap');
    clock.advance(-30 * SECOND);
    expect(await signsWith()).toBe(replacement);
  });

  it('are made once for one reason, whoever else sees it at the same time', async () => {
    const isFirst = { when: (newest?: { kid: string }) => newest?.kid === 'bootstrap' };
    const made = await inContext(() =>
      Promise.all([here.rotation.rotate(isFirst), there.rotation.rotate(isFirst)]),
    );
    expect(made.filter((kid) => kid !== undefined)).toHaveLength(1);
    expect(await states()).toEqual(['other pending', 'bootstrap signing']);
  });

  it('are rotated by one of several sweeps after SIGNING_KEY_DAYS, and published before they sign', async () => {
    await here.sweep.sweep();
    clock.advance(89 * DAY);
    await here.sweep.sweep();
    expect(await states()).toEqual(['bootstrap signing']);
    clock.advance(DAY);
    await Promise.all([here.sweep.sweep(), there.sweep.sweep()]);
    expect(await states()).toEqual(['other pending', 'bootstrap signing']);
    clock.advance(300 * SECOND);
    expect(await signsWith()).toBe('bootstrap');
    clock.advance(300 * SECOND);
    expect(await signsWith()).not.toBe('bootstrap');
  });
});

describe('signing keys with TOKEN_ALGORITHM', () => {
  let core: TenantCore;

  afterEach(() => core.close());

  it('follow it at the next sweep, once, and refuse to be led away from it', async () => {
    core = await TenantCore.start({ TOKEN_ALGORITHM: 'EdDSA', SIGNING_KEY_DAYS: '0' });
    const clock = new TestClock();
    const { keys, rotation, sweep } = processOf(core, clock);
    await Promise.all([sweep.sweep(), sweep.sweep()]);
    clock.advance(5 * SECOND);
    expect(await keys.current()).toMatchObject({ algorithm: 'EdDSA' });
    clock.advance(1_000 * DAY);
    await sweep.sweep();
    expect(await rotation.list()).toHaveLength(2);
    await expect(inContext(() => rotation.rotate({ algorithm: 'HS256' }))).rejects.toMatchObject({
      status: 409,
    });
  });
});
