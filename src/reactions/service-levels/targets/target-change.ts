import type { SlaTarget } from './sla-target.entity.js';

/** Of events of targets that are changed, besides that they are made. */
export const TARGET_VERBS = ['updated', 'warned', 'breached', 'met', 'escalated'] as const;

export interface TargetStep {
  readonly verb: (typeof TARGET_VERBS)[number];
  readonly fields: Partial<SlaTarget>;
}

/** What becomes of one target, one after the other. */
export interface TargetChange {
  readonly row: SlaTarget;
  readonly steps: readonly TargetStep[];
}
