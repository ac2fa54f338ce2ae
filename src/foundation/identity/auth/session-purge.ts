import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { ControlDatabase } from '../../../platform/database/control-database.js';
import { type Sweep, Sweeper } from '../../../platform/queue/sweeper.js';

/** Their refresh tokens go with them: none outlives its session. */
const PURGE = `DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expires_at < $1 LIMIT 1000)`;

/** Removes sessions that nobody can go on with. */
@Injectable()
export class SessionPurge implements Sweep {
  readonly name = 'expired sessions';

  constructor(
    private readonly control: ControlDatabase,
    private readonly clock: Clock,
    sweeper: Sweeper,
  ) {
    sweeper.add(this);
  }

  async sweep(): Promise<void> {
    await this.control.query(PURGE, [this.clock.now()]);
  }
}
