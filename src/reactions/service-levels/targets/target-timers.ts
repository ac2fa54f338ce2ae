import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { AROUND_THE_CLOCK } from '../../../kernel/working-time.js';
import { Journal } from '../../../platform/journal/journal.js';
import { type Timer, Timers } from '../../../platform/timers/timers.js';
import { type PolicyInForce, SlaPolicyBook } from '../policies/index.js';
import { escalationsOf } from './due-escalations.js';
import { Escalations } from './escalations.js';
import { RecordEvents } from './record-events.js';
import type { SlaTarget } from './sla-target.entity.js';
import { SlaTargetsService } from './sla-targets.service.js';
import { TargetCourse } from './target-course.js';
import { TARGET_TIMER, TargetEngine } from './target-engine.js';

/** After how many milliseconds a target is looked at again whose record the journal tells something of. */
const AGAIN = 1_000;

/** Warnings, breaches and escalations, when their time has come or a worker is there again. */
@Injectable()
export class TargetTimers {
  constructor(
    private readonly targets: SlaTargetsService,
    private readonly engine: TargetEngine,
    private readonly events: RecordEvents,
    private readonly book: SlaPolicyBook,
    private readonly escalations: Escalations,
    private readonly journal: Journal,
    private readonly clock: Clock,
  ) {}

  listen(timers: Timers): void {
    timers.onMany(TARGET_TIMER, (rung) => this.ring(rung, timers));
  }

  private async ring(rung: readonly Timer[], timers: Timers): Promise<void> {
    const rows = await this.targets.lockNow(rung.map(({ subject }) => subject));
    // It may have been met in time by what was not read yet.
    const unread = await this.events.unread(rows.map(({ recordId }) => recordId));
    const now = this.clock.milliseconds();
    const later = rows.filter(({ recordId }) => unread.has(recordId));
    await timers.setAll(
      TARGET_TIMER,
      later.map(({ id }) => ({ subject: id, dueAt: new Date(now + AGAIN) })),
    );
    await this.journal.prepare();
    const due = rows.filter(({ recordId }) => !unread.has(recordId));
    const policies = await this.book.inForce();
    const marked = await this.targets.change(due.map((row) => passed(row, now)));
    await this.engine.arm(await this.escalate(marked, policies, now), policies);
  }

  private async escalate(
    targets: readonly SlaTarget[],
    policies: readonly PolicyInForce[],
    now: number,
  ): Promise<readonly SlaTarget[]> {
    const after: SlaTarget[] = [];
    for (const target of targets) {
      const policy = policies.find(({ id }) => id === target.policyId);
      const due = escalationsOf(target, policy?.escalations ?? []).filter(({ at }) => at <= now);
      if (policy === undefined || due.length === 0) {
        after.push(target);
        continue;
      }
      const actions = due.flatMap((one) => one.actions);
      const notifiedUserIds = await this.escalations.perform(target, actions, policy.author);
      const escalated = [...target.escalated, ...due.map(({ key }) => key)];
      const fields = { escalated, notifiedUserIds };
      after.push(...(await this.targets.change([{ row: target, steps: [{ verb: 'escalated', fields }] }])));
    }
    return after;
  }
}

function passed(row: SlaTarget, now: number) {
  // Marks were worked out when they were set: nothing is counted here.
  const course = new TargetCourse(row, AROUND_THE_CLOCK);
  course.passMarks(now + 1);
  return { row, steps: course.steps };
}
