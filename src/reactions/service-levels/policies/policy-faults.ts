import type { ErrorDetail } from '../../../kernel/errors.js';
import type { RecordEntity } from '../../../platform/resource/record.entity.js';
import type { ServiceLevelOptions } from '../../../platform/resource/service-level-options.js';
import type { SlaPolicy } from './sla-policy.entity.js';
import { type EscalationAction, SLA_METRICS } from './sla-terms.js';

type Options = ServiceLevelOptions<RecordEntity>;

/** What of a policy does not fit the records that it is for, or contradicts itself. */
export function faultsOfPolicy(policy: SlaPolicy, options: Options): ErrorDetail[] {
  return [
    ...faultsOfTargets(policy, options),
    ...faultsOfWarning(policy),
    ...faultsOfEscalations(policy, options),
  ];
}

function faultsOfTargets({ targets, resource }: SlaPolicy, options: Options): ErrorDetail[] {
  if (targets.length === 0) return [{ field: 'targets', message: 'must hold one at least' }];
  const values = options.priority?.values ?? [];
  const named = targets.map(({ priority }) => priority ?? null);
  return targets.flatMap((times, index): ErrorDetail[] => {
    const field = `targets.${index}`;
    const priority = times.priority ?? null;
    if (priority !== null && !values.includes(priority)) {
      const message =
        values.length === 0 ? 'must be null: these records have none' : `must be one of ${values.join(', ')}`;
      return [{ field: `${field}.priority`, message }];
    }
    if (named.indexOf(priority) < index) return [{ field: `${field}.priority`, message: 'is there twice' }];
    const given = SLA_METRICS.filter((metric) => times[metric] !== undefined && times[metric] !== null);
    if (given.length === 0) return [{ field, message: `must name ${SLA_METRICS.join(', ')} or several` }];
    return given
      .filter((metric) => options[metric] === undefined)
      .map((metric) => ({ field: `${field}.${metric}`, message: `is not measured of a ${resource}` }));
  });
}

function faultsOfWarning({ warning }: SlaPolicy): ErrorDetail[] {
  const isOne =
    warning === null || ((warning.percent ?? null) === null) !== ((warning.minutes ?? null) === null);
  return isOne ? [] : [{ field: 'warning', message: 'must say percent or minutes' }];
}

function faultsOfEscalations({ escalations, warning }: SlaPolicy, options: Options): ErrorDetail[] {
  const keys = escalations.map(
    ({ metric, at, afterMinutes }) => `${metric ?? ''} ${at} ${afterMinutes ?? 0}`,
  );
  return escalations.flatMap((escalation, index): ErrorDetail[] => {
    const field = `escalations.${index}`;
    const { at, afterMinutes = 0, actions } = escalation;
    if (keys.indexOf(keys[index] ?? '') < index)
      return [{ field, message: 'is there twice: one holds all actions' }];
    if (at === 'warning' && warning === null) return [{ field: `${field}.at`, message: 'takes a warning' }];
    if (at === 'warning' && afterMinutes > 0)
      return [{ field: `${field}.afterMinutes`, message: 'goes with a breach alone' }];
    if (actions.length === 0) return [{ field: `${field}.actions`, message: 'must hold one at least' }];
    return actions.flatMap((action, place) => faultsOfAction(action, `${field}.actions.${place}`, options));
  });
}

function faultsOfAction(action: EscalationAction, field: string, { priority }: Options): ErrorDetail[] {
  const { type, userIds = [], teamId = null, owner = false, userId } = action;
  switch (type) {
    case 'notify':
      return userIds.length > 0 || teamId !== null || owner
        ? []
        : [{ field, message: 'must name userIds, a teamId or the owner' }];
    case 'assign':
      return userId === undefined ? [{ field: `${field}.userId`, message: 'is required' }] : [];
    case 'raisePriority':
      return priority === undefined
        ? [{ field: `${field}.type`, message: 'takes records with a priority' }]
        : [];
  }
}
