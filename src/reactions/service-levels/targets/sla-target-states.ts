export const SLA_TARGET_STATES = ['running', 'paused', 'met', 'breached', 'cancelled'] as const;
export type SlaTargetState = (typeof SLA_TARGET_STATES)[number];
