import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { DatabaseConfig } from '../../platform/config/database.config.js';
import type { ErasureDto } from '../../platform/privacy/dto/erasure.dto.js';
import { type Timer, Timers } from '../../platform/timers/timers.js';
import { digestOf } from './erasure-digest.js';
import { ErasureParts } from './erasure-parts.js';
import { type ErasurePlace, FIRST_PLACE } from './erasure-place.js';
import { ErasureStore } from './erasure-store.js';

/** Rings for an erasure that is to begin or to go on; its subject is the id. */
export const ERASURE_TIMER = 'erasure';
/** Slices of one transaction. */
const SLICES = 5;
/** Milliseconds. */
const A_WHILE = 1_000;

/**
 * Erases, some slices each time its timer rings, in the transaction that sets the timer for the next ones: whoever dies leaves
 * it where it was, and what fails is tried again for as long as it takes.
 */
@Injectable()
export class ErasureRun {
  constructor(
    private readonly store: ErasureStore,
    private readonly parts: ErasureParts,
    private readonly config: DatabaseConfig,
    private readonly clock: Clock,
    private readonly timers: Timers,
  ) {
    timers.on(ERASURE_TIMER, (timer) => this.advance(timer));
  }

  private async advance({ subject, payload }: Timer): Promise<void> {
    const erasure = await this.store.findRunning(subject);
    if (erasure === undefined) return;
    const { receipt } = erasure;
    let place: ErasurePlace = { ...FIRST_PLACE, ...payload };
    let { counts } = receipt;
    let mustWait = false;
    for (let slices = 0; slices < SLICES && !mustWait; slices += 1) {
      const { counts: more, next, isEarly = false } = await this.parts.slice(erasure, place);
      counts = sumOf(counts, more);
      if (next === null) return this.endRound({ ...receipt, counts }, place);
      [place, mustWait] = [next, isEarly];
    }
    await this.store.count(receipt.id, counts);
    const dueAt = new Date(this.clock.milliseconds() + (mustWait ? A_WHILE : 0));
    await this.timers.set(ERASURE_TIMER, receipt.id, dueAt, { ...place });
  }

  private async endRound(receipt: ErasureDto, { round }: ErasurePlace): Promise<void> {
    const { id, counts, requestedAt } = receipt;
    await this.store.count(id, counts);
    if (round === 'first') {
      const settled = Date.parse(requestedAt) + this.config.erasureGraceMilliseconds;
      const dueAt = new Date(Math.max(settled, this.clock.milliseconds()));
      return this.timers.set(ERASURE_TIMER, id, dueAt, { ...FIRST_PLACE, round: 'last' });
    }
    const completedAt = this.clock.now().toISOString();
    await this.store.complete(id, completedAt, digestOf({ ...receipt, completedAt }));
  }
}

function sumOf(counts: ErasureDto['counts'], more: ErasureDto['counts']): ErasureDto['counts'] {
  const sum: Record<string, number> = { ...counts };
  for (const [name, count] of Object.entries(more)) if (count > 0) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}
