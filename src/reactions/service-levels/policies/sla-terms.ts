/** What a policy promises for, and what is measured. */
export const SLA_METRICS = ['firstResponse', 'nextResponse', 'resolution'] as const;
export type SlaMetric = (typeof SLA_METRICS)[number];

export const ESCALATION_MARKS = ['warning', 'breach'] as const;
export type EscalationMark = (typeof ESCALATION_MARKS)[number];

export const ESCALATION_ACTIONS = ['notify', 'assign', 'raisePriority'] as const;
export type EscalationActionType = (typeof ESCALATION_ACTIONS)[number];

/** Minutes of working time for records of one priority; null for all that no other entry names. */
export type SlaTimes = { readonly priority?: string | null } & {
  readonly [Metric in SlaMetric]?: number | null;
};

/** Before the due time: in hundredths of the whole time, or in minutes of working time. */
export interface SlaWarning {
  readonly percent?: number | null;
  readonly minutes?: number | null;
}

export interface EscalationAction {
  readonly type: EscalationActionType;
  /** Of `notify`. */
  readonly userIds?: readonly string[];
  readonly teamId?: string | null;
  readonly owner?: boolean;
  /** Of `assign`; null for nobody. */
  readonly userId?: string | null;
}

export interface Escalation {
  /** Absent or null for each. */
  readonly metric?: SlaMetric | null;
  readonly at: EscalationMark;
  /** Minutes by the clock after the mark. */
  readonly afterMinutes?: number;
  readonly actions: readonly EscalationAction[];
}
