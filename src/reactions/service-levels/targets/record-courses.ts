import type { WorkingTime } from '../../../kernel/working-time.js';
import { type PolicyInForce, SLA_METRICS, type SlaMetric } from '../policies/index.js';
import type { RecordEvent } from './record-event.js';
import { isMet, isPaused, priorityOf, type ServiceLevel } from './record-facts.js';
import type { SlaTarget } from './sla-target.entity.js';
import { TargetCourse, type TargetFields } from './target-course.js';
import { planOf } from './target-plans.js';

/** A target that is there, or is to be made. */
export interface CourseOfTarget {
  readonly metric: SlaMetric;
  /** Undefined for one that is to be made, of the first fields. */
  readonly row: SlaTarget | undefined;
  readonly first: TargetFields;
  readonly course: TargetCourse;
}

/** The targets of one record. */
export class RecordCourses {
  readonly courses: CourseOfTarget[];

  constructor(
    readonly resource: string,
    readonly recordId: string,
    private readonly options: ServiceLevel,
    rows: readonly SlaTarget[],
    timeOf: (businessHoursId: string | null) => WorkingTime,
  ) {
    this.courses = rows.map((row) => ({
      metric: row.metric,
      row,
      first: row,
      course: new TargetCourse(row, timeOf(row.businessHoursId)),
    }));
  }

  /** @param policy the one that the record fits after the event */
  follow(event: RecordEvent, policy: PolicyInForce | undefined): void {
    for (const metric of SLA_METRICS)
      if (this.options[metric] !== undefined) this.followMetric(metric, event, policy);
  }

  private followMetric(metric: SlaMetric, event: RecordEvent, policy: PolicyInForce | undefined): void {
    const { record, type, occurredAt } = event;
    const plan = policy && planOf(policy, metric, priorityOf(this.options, record));
    const ownerId = typeof record['ownerId'] === 'string' ? record['ownerId'] : null;
    const facts = {
      ...{ at: occurredAt.getTime(), ownerId, plan },
      isMet: isMet(metric, this.options, record),
      isPaused: isPaused(this.options, record, type),
    };
    const current = this.current(metric);
    for (const { course } of this.courses.filter((one) => one.metric === metric && one !== current))
      // A merge brings those of another record: of two of one kind, one runs on.
      if (!course.isOver && course.now.policyId !== null) course.follow({ ...facts, plan: undefined });
    const isOver = current?.course.isOver === true;
    if (current === undefined || (isOver && metric === 'nextResponse' && !facts.isMet)) {
      // Of a record that is gone nothing begins: a merge has given its targets to another one.
      if (plan === undefined || facts.isMet || type.endsWith('.deleted')) return;
      const first = TargetCourse.begun(facts, plan);
      this.courses.push({ metric, row: undefined, first, course: new TargetCourse(first, plan.time) });
      return;
    }
    // The first response is given once.
    current.course.follow({ ...facts, isMet: facts.isMet || (isOver && metric !== 'resolution') });
  }

  private current(metric: SlaMetric): CourseOfTarget | undefined {
    const all = this.courses.filter((one) => one.metric === metric);
    return (
      all.find(({ course }) => !course.isOver && course.now.policyId !== null) ??
      all.findLast(({ course }) => course.isOver) ??
      all[0]
    );
  }
}
