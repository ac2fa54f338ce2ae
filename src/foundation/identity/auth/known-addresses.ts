import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { findContext } from '../../../platform/context/request-context.js';
import { ControlDatabase, type ControlManager } from '../../../platform/database/control-database.js';
import { networkOf } from '../../../platform/throttle/network-of.js';

/** Of each person; the oldest are forgotten first. */
const KEPT = 20;
const KEPT_MILLISECONDS = 90 * 24 * 60 * 60 * 1_000;

const REMEMBER = `INSERT INTO known_addresses (user_id, network, last_login_at) VALUES ($1, $2, $3)
  ON CONFLICT (user_id, network) DO UPDATE SET last_login_at = excluded.last_login_at`;
const FORGET = `DELETE FROM known_addresses WHERE user_id = $1 AND network IN
  (SELECT network FROM known_addresses WHERE user_id = $1 ORDER BY last_login_at DESC, network OFFSET ${KEPT})`;
const FIND = `SELECT lower($1) AS account, EXISTS (
    SELECT 1 FROM known_addresses k JOIN users u ON u.id = k.user_id
    WHERE lower(u.email) = lower($1) AND k.network = $2 AND k.last_login_at > $3) AS "isKnown"`;

/** From where people have logged in: few places each, for 90 days. */
@Injectable()
export class KnownAddresses {
  constructor(
    private readonly control: ControlDatabase,
    private readonly clock: Clock,
  ) {}

  /** The context's address, once its login has succeeded, in the control transaction of its session. */
  async remember(manager: ControlManager, userId: string): Promise<void> {
    const address = findContext()?.address;
    if (address === undefined) return;
    await manager.query(REMEMBER, [userId, networkOf(address), this.clock.now()]);
    await manager.query(FORGET, [userId]);
  }

  /**
   * Who is meant by a name, and whether that account has logged in from there; not, for a name that nobody has.
   *
   * @returns `account`: the same for all spellings that the look-up of users takes for one. Its `lower` and that of
   * JavaScript differ (İ), and each spelling would have guesses of its own.
   */
  async find(name: string, network: string): Promise<{ account: string; isKnown: boolean }> {
    const since = new Date(this.clock.milliseconds() - KEPT_MILLISECONDS);
    const [found] = await this.control.query<{ account: string; isKnown: boolean }>(FIND, [
      name,
      network,
      since,
    ]);
    return found ?? { account: name, isKnown: false };
  }
}
