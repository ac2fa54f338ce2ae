import { Injectable } from '@nestjs/common';
import { Journal } from '../../../platform/journal/journal.js';
import { ResourceRegistry } from '../../../platform/resource/resource-registry.js';
import { Timers } from '../../../platform/timers/timers.js';
import { WorkingTimes } from '../business-hours/index.js';
import { PolicyFits, type PolicyInForce, SlaPolicyBook } from '../policies/index.js';
import { nextMark } from './due-escalations.js';
import { RecordCourses } from './record-courses.js';
import type { RecordEvent } from './record-event.js';
import type { SlaTarget } from './sla-target.entity.js';
import { SlaTargetsService } from './sla-targets.service.js';

/** Rings when a target warns, is overdue, or is to be escalated. */
export const TARGET_TIMER = 'service-levels.target';

/** The targets whose timers are set, of those that were changed and those that were there. */
type Armed = (changed: readonly SlaTarget[], rows: readonly SlaTarget[]) => readonly SlaTarget[];

/** Makes of what happened to records what becomes of their targets. Needs a transaction. */
@Injectable()
export class TargetEngine {
  constructor(
    private readonly registry: ResourceRegistry,
    private readonly book: SlaPolicyBook,
    private readonly fits: PolicyFits,
    private readonly hours: WorkingTimes,
    private readonly targets: SlaTargetsService,
    private readonly timers: Timers,
    private readonly journal: Journal,
  ) {}

  /** @param events in the order in which they happened, of records of any measured types */
  async apply(events: readonly RecordEvent[]): Promise<void> {
    await this.follow(events, (changed) => changed);
  }

  /** After terms were changed: what stays as it is may have to be escalated at another time. @param events as for `apply` */
  async review(events: readonly RecordEvent[]): Promise<void> {
    await this.follow(events, (changed, rows) => {
      const ids = new Set(changed.map(({ id }) => id));
      return [...changed, ...rows.filter(({ id }) => !ids.has(id))];
    });
  }

  /** Sets the timer of each target to what happens to it next. */
  async arm(targets: readonly SlaTarget[], policies: readonly PolicyInForce[]): Promise<void> {
    const marks = targets.map((target) => {
      const { escalations = [] } = policies.find(({ id }) => id === target.policyId) ?? {};
      return { subject: target.id, mark: nextMark(target, escalations) };
    });
    const idle = marks.filter(({ mark }) => mark === undefined);
    await this.timers.cancelAll(
      TARGET_TIMER,
      idle.map(({ subject }) => subject),
    );
    await this.timers.setAll(
      TARGET_TIMER,
      marks.flatMap(({ subject, mark }) => (mark === undefined ? [] : [{ subject, dueAt: new Date(mark) }])),
    );
  }

  private async follow(events: readonly RecordEvent[], armed: Armed): Promise<void> {
    if (events.length === 0) return;
    await this.journal.prepare();
    const policies = await this.book.inForce();
    for (const resource of new Set(events.map((event) => event.resource))) {
      const own = events.filter((event) => event.resource === resource);
      await this.arm(await this.followOf(resource, own, policies, armed), policies);
    }
  }

  private async followOf(
    resource: string,
    events: readonly RecordEvent[],
    policies: readonly PolicyInForce[],
    armed: Armed,
  ): Promise<readonly SlaTarget[]> {
    const options = this.registry.find(resource)?.descriptor.serviceLevel;
    if (options === undefined) return [];
    const ids = [...new Set(events.map(({ recordId }) => recordId))];
    const rows = await this.targets.lockOf(resource, ids);
    const fitting = await this.fits.first(
      policies,
      resource,
      events.map(({ record }) => record),
    );
    if (rows.length === 0 && fitting.every((policy) => policy === undefined)) return [];
    const timeOf = await this.hours.read(rows.map(({ businessHoursId }) => businessHoursId));
    const courses = new Map(
      ids.map((id) => {
        const own = rows.filter(({ recordId }) => recordId === id);
        return [id, new RecordCourses(resource, id, options, own, timeOf)];
      }),
    );
    for (const [place, event] of events.entries()) courses.get(event.recordId)?.follow(event, fitting[place]);
    return armed(await this.targets.keep([...courses.values()]), rows);
  }
}
