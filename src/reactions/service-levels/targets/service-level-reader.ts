import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { JournalHead } from '../../../platform/journal/journal-event.js';
import { type JournalConsumer, Reactions } from '../../../platform/journal/reactions.js';
import { SlaPolicyBook } from '../policies/index.js';
import { CONSUMER, RecordEvents } from './record-events.js';
import { SlaTargetsService } from './sla-targets.service.js';
import { TargetEngine } from './target-engine.js';
import { TargetReview } from './target-review.js';

/** What promises are made by: a change of it concerns all targets that run. */
const TERMS: ReadonlySet<string> = new Set(['sla-policy', 'business-hours-calendar']);

/** Reads the journal for the targets of records; tenants without policies cost it nothing at each commit. */
@Injectable()
export class ServiceLevelReader implements JournalConsumer {
  readonly name = CONSUMER;

  constructor(
    private readonly book: SlaPolicyBook,
    private readonly events: RecordEvents,
    private readonly targets: SlaTargetsService,
    private readonly engine: TargetEngine,
    private readonly review: TargetReview,
    private readonly clock: Clock,
    reactions: Reactions,
  ) {
    reactions.addConsumer(this);
  }

  async isPatient(): Promise<boolean> {
    return !(await this.book.hasPolicies());
  }

  async consume(heads: readonly JournalHead[]): Promise<void> {
    // First: a review that is under way holds its timer, and wants the targets next.
    if (heads.some(({ resource }) => TERMS.has(resource))) await this.review.begin(this.clock.now());
    const measured = heads.filter(({ resource, type }) => {
      return this.events.isMeasured(resource) && !type.endsWith('.erased');
    });
    if (measured.length === 0) return;
    const ids = measured.map(({ recordId }) => recordId);
    // What is read is read once: a policy that came a moment before it counts.
    if (!(await this.book.hasPoliciesNow()) && !(await this.targets.areThere(ids))) return;
    await this.engine.apply(await this.events.of(measured));
  }
}
