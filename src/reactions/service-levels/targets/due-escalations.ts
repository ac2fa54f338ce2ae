import type { Escalation, EscalationAction } from '../policies/index.js';
import type { SlaTarget } from './sla-target.entity.js';

/** What a policy wants to be done about a target once a mark was passed. */
export interface DueEscalation {
  /** `breach:0` */
  readonly key: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly actions: readonly EscalationAction[];
}

const MINUTE = 60_000;

type Marked = Pick<SlaTarget, 'metric' | 'warnedAt' | 'breachedAt' | 'metAt' | 'runningSince' | 'escalated'>;

/** Those that are still to be done while nothing changes, in their order; none while the clock stands still. */
export function escalationsOf(target: Marked, escalations: readonly Escalation[]): DueEscalation[] {
  if (target.metAt !== null || target.runningSince === null) return [];
  const due = new Map<string, DueEscalation>();
  for (const { metric = null, at, afterMinutes = 0, actions } of escalations) {
    const mark = at === 'warning' ? target.warnedAt : target.breachedAt;
    const key = `${at}:${afterMinutes}`;
    if (mark === null || (metric !== null && metric !== target.metric) || target.escalated.includes(key))
      continue;
    const known = due.get(key)?.actions ?? [];
    due.set(key, { key, at: Date.parse(mark) + afterMinutes * MINUTE, actions: [...known, ...actions] });
  }
  return [...due.values()].sort((one, other) => one.at - other.at);
}

/** When something happens to a target if nothing changes; undefined for never. */
export function nextMark(
  target: Marked & Pick<SlaTarget, 'warnsAt' | 'dueAt'>,
  escalations: readonly Escalation[],
): number | undefined {
  if (target.metAt !== null) return undefined;
  const marks = [
    target.warnedAt === null ? target.warnsAt : null,
    target.breachedAt === null ? target.dueAt : null,
  ];
  const times = [
    ...marks.flatMap((mark) => (mark === null ? [] : [Date.parse(mark)])),
    ...escalationsOf(target, escalations).map(({ at }) => at),
  ];
  return times.length === 0 ? undefined : Math.min(...times);
}
