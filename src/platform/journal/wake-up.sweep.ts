import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { QueueConfig } from '../config/queue.config.js';
import { type Sweep, Sweeper } from '../queue/sweeper.js';
import { DirtyMarks } from './dirty-marks.js';
import { DueMarks } from './due-marks.js';
import { WakeUps } from './wake-ups.js';

const BATCH = 500;
/** Batches of each kind that one sweep wakes; the next sweep goes on where it stopped. */
const BATCHES = 10;
/** In how many parts, over how much of the time until the next sweep, those are woken that have only been written to. */
const PARTS = 20;
const SHARE_OF_INTERVAL = 0.6;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

type Page = (after: string, limit: number) => Promise<string[]>;

/**
 * Wakes the tenants that have something due, and those whose wake-up a crash may have lost. It goes round by id, so
 * that tenants whose work fails again and again never stand before the others.
 *
 * What is due is woken at once. A tenant that was written to has most likely been looked after already: those are woken
 * little by little, so that their looks do not stand before the wake-ups of what is written meanwhile.
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

  async sweep(stopping: AbortSignal): Promise<void> {
    const grace = this.config.sweepGraceMilliseconds;
    const due = await this.goRound(this.dueAfter, (after, limit) => this.dueMarks.listDue(after, limit));
    this.dueAfter = due.next;
    await this.wakeUps.sweep(due.tenantIds);
    const dirty = await this.goRound(this.dirtyAfter, (after, limit) =>
      this.dirtyMarks.list(grace, after, limit),
    );
    this.dirtyAfter = dirty.next;
    await this.wakeGently(dirty.tenantIds, stopping);
  }

  private async wakeGently(tenantIds: readonly string[], stopping: AbortSignal): Promise<void> {
    const pause = (this.config.sweepMilliseconds * SHARE_OF_INTERVAL) / PARTS;
    const size = Math.ceil(tenantIds.length / PARTS);
    for (let start = 0; start < tenantIds.length && !stopping.aborted; start += size) {
      if (start > 0) await sleep(pause, undefined, { signal: stopping }).catch(() => undefined);
      await this.wakeUps.sweep(tenantIds.slice(start, start + size));
    }
  }

  /** @returns the next tenants, and where the sweep after this one goes on. */
  private async goRound(start: string, page: Page): Promise<{ tenantIds: string[]; next: string }> {
    const tenantIds: string[] = [];
    for (let batch = 0; batch < BATCHES; batch += 1) {
      const found = await page(tenantIds.at(-1) ?? start, BATCH);
      tenantIds.push(...found);
      if (found.length < BATCH) return { tenantIds, next: BEFORE_ALL };
    }
    return { tenantIds, next: tenantIds.at(-1) ?? BEFORE_ALL };
  }
}
