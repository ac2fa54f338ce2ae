import type { PolicyInForce, SlaMetric } from '../policies/index.js';
import type { TargetPlan } from './target-plan.js';

const MINUTE_SECONDS = 60;
const WORDS: Readonly<Record<SlaMetric, string>> = {
  firstResponse: 'first response',
  nextResponse: 'next response',
  resolution: 'resolution',
};

/** What a policy promises of one metric to records of one priority; undefined for nothing. */
export function planOf(
  { id, name, businessHoursId, targets, warning, time }: PolicyInForce,
  metric: SlaMetric,
  priority: string | null,
): TargetPlan | undefined {
  const own = targets.find((times) => times.priority === priority && priority !== null);
  const times = own ?? targets.find((any) => (any.priority ?? null) === null);
  const minutes = times?.[metric] ?? null;
  if (minutes === null) return undefined;
  const targetSeconds = minutes * MINUTE_SECONDS;
  const left = (warning?.minutes ?? 0) * MINUTE_SECONDS + (targetSeconds * (warning?.percent ?? 0)) / 100;
  // A warning that would come before the beginning is none.
  const warnSeconds = left > 0 && left < targetSeconds ? targetSeconds - left : undefined;
  return {
    ...{ policyId: id, name: `${name}: ${WORDS[metric]}`, businessHoursId, priority },
    ...{ targetSeconds, warnSeconds, time },
  };
}
