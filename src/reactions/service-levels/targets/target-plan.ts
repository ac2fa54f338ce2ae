import type { WorkingTime } from '../../../kernel/working-time.js';

/** What a policy promises for one record and metric. Durations in seconds of working time. */
export interface TargetPlan {
  readonly policyId: string;
  readonly name: string;
  readonly businessHoursId: string | null;
  readonly priority: string | null;
  readonly targetSeconds: number;
  /** After how much of it a warning comes; undefined for none. */
  readonly warnSeconds: number | undefined;
  readonly time: WorkingTime;
}
