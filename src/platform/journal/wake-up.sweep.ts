import { Injectable } from '@nestjs/common';
import { QueueConfig } from '../config/queue.config.js';
import { type Sweep, Sweeper } from '../queue/sweeper.js';
import { DirtyMarks } from './dirty-marks.js';
import { DueMarks } from './due-marks.js';
import { WakeUps } from './wake-ups.js';

const BATCH = 500;
/** Batches of each kind that one sweep wakes; the next sweep goes on where it stopped. */
const BATCHES = 10;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

type Page = (after: string, limit: number) => Promise<string[]>;

/**
 * Wakes the tenants that have something due, and those whose wake-up a crash may have lost. It goes round by id, so
 * that tenants whose work fails again and again never stand before the others.
 */
@Injectable()
export class WakeUpSweep implements Sweep {
  readonly name = 'wake-ups';
  private dueAfter = BEFORE_ALL;
  private dirtyAfter = BEFORE_ALL;

  constructor(
    private readonly dirtyMarks: DirtyMarks,
    private readonly dueMarks: DueMarks,
    private readonly wakeUps: WakeUps,
    private readonly config: QueueConfig,
    sweeper: Sweeper,
  ) {
    sweeper.add(this);
  }

  async sweep(): Promise<void> {
    const grace = this.config.sweepGraceMilliseconds;
    this.dueAfter = await this.wake(this.dueAfter, (after, limit) => this.dueMarks.listDue(after, limit));
    this.dirtyAfter = await this.wake(this.dirtyAfter, (after, limit) =>
      this.dirtyMarks.list(grace, after, limit),
    );
  }

  /** @returns where the next sweep goes on. */
  private async wake(start: string, page: Page): Promise<string> {
    let after = start;
    for (let batch = 0; batch < BATCHES; batch += 1) {
      const tenantIds = await page(after, BATCH);
      await this.wakeUps.sweep(tenantIds);
      const last = tenantIds.at(-1);
      if (last === undefined || tenantIds.length < BATCH) return BEFORE_ALL;
      after = last;
    }
    return after;
  }
}
