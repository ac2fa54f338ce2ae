import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TenantCore } from '../../../../test/support/tenant-core.js';
import { TestClock } from '../../../../test/support/test-clock.js';
import { ControlDatabase } from '../../../platform/database/control-database.js';
import { Sweeper } from '../../../platform/queue/sweeper.js';
import { SessionPurge } from './session-purge.js';

describe('SessionPurge', () => {
  let core: TenantCore;

  beforeAll(async () => {
    core = await TenantCore.start({ REFRESH_TOKEN_SECONDS: '1000' });
  });

  afterAll(() => core.close());

  it('removes expired sessions with their refresh tokens, and no live one', async () => {
    const control = core.app.get(ControlDatabase);
    const clock = new TestClock();
    const purge = new SessionPurge(control, clock, core.app.get(Sweeper));
    await core.newTenant();
    const count = async () => {
      const text = `SELECT (SELECT count(*) FROM sessions)::int AS sessions,
        (SELECT count(*) FROM refresh_tokens)::int AS tokens`;
      return (await control.query(text))[0];
    };
    clock.advance(990_000);
    await purge.sweep();
    expect(await count()).toEqual({ sessions: 1, tokens: 1 });
    clock.advance(20_000);
    await purge.sweep();
    expect(await count()).toEqual({ sessions: 0, tokens: 0 });
  });
});
