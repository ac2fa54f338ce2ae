import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { type Timer, Timers } from '../../../platform/timers/timers.js';
import { RecordEvents } from './record-events.js';
import { SlaTargetsService } from './sla-targets.service.js';
import { TargetEngine } from './target-engine.js';

const KIND = 'service-levels.review';
const SUBJECT = 'all';
const SLICE = 100;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** Judges anew all records with targets that run, slice by slice: after policies or business hours were changed. */
@Injectable()
export class TargetReview {
  constructor(
    private readonly targets: SlaTargetsService,
    private readonly events: RecordEvents,
    private readonly engine: TargetEngine,
    private readonly timers: Timers,
    private readonly clock: Clock,
  ) {
    timers.on(KIND, (timer) => this.slice(timer));
  }

  begin(now: Date): Promise<void> {
    return this.timers.set(KIND, SUBJECT, now, { after: BEFORE_ALL });
  }

  private async slice({ payload }: Timer): Promise<void> {
    const now = this.clock.now();
    const ids = await this.targets.openRecords(String(payload['after']), SLICE);
    // Of the others the journal tells next, and they are judged then.
    const unread = await this.events.unread(ids);
    await this.engine.review(
      await this.events.latest(
        ids.filter((id) => !unread.has(id)),
        now,
      ),
    );
    const last = ids.at(-1);
    if (ids.length === SLICE && last !== undefined)
      await this.timers.set(KIND, SUBJECT, now, { after: last });
  }
}
