import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { SecurityConfig } from '../../../platform/config/security.config.js';
import { SYSTEM_ACTOR } from '../../../platform/context/actor.js';
import { runInContext } from '../../../platform/context/request-context.js';
import { newTraceId } from '../../../platform/http/trace-parent.js';
import { type Sweep, Sweeper } from '../../../platform/queue/sweeper.js';
import { JWKS_SECONDS } from './jwks.controller.js';
import { type ListedSigningKey, newestOf, SigningKeyRotation } from './signing-key-rotation.js';

const DAY = 24 * 60 * 60 * 1_000;
/** Milliseconds from a planned rotation to the first token: whoever caches the published keys has the new one too. */
const PLANNED_LEAD = 2 * JWKS_SECONDS * 1_000;

/** Rotates keys that have served their time, follows TOKEN_ALGORITHM, and removes what verifies nothing any more. */
@Injectable()
export class SigningKeySweep implements Sweep {
  readonly name = 'signing keys';

  constructor(
    private readonly rotation: SigningKeyRotation,
    private readonly config: SecurityConfig,
    private readonly clock: Clock,
    sweeper: Sweeper,
  ) {
    sweeper.add(this);
  }

  sweep(): Promise<void> {
    return runInContext({ traceId: newTraceId(), actor: SYSTEM_ACTOR }, async () => {
      await this.rotateIfDue();
      await this.rotation.purge();
    });
  }

  private async rotateIfDue(): Promise<void> {
    const newest = newestOf(await this.rotation.list());
    if (this.isOfWrongKind(newest)) {
      await this.rotation.rotate({ when: (key) => this.isOfWrongKind(key) });
    } else if (this.isOld(newest)) {
      await this.rotation.rotate({ lead: PLANNED_LEAD, when: (key) => this.isOld(key) });
    }
  }

  private isOfWrongKind(newest: ListedSigningKey | undefined): boolean {
    const { tokenAlgorithm } = this.config;
    return newest === undefined || (tokenAlgorithm !== undefined && tokenAlgorithm !== newest.algorithm);
  }

  private isOld(newest: ListedSigningKey | undefined): boolean {
    const { signingKeyDays } = this.config;
    if (newest === undefined || signingKeyDays === 0) return false;
    return this.clock.milliseconds() - newest.createdAt.getTime() >= signingKeyDays * DAY;
  }
}
