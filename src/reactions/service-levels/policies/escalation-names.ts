import type { Escalation } from './sla-terms.js';

export interface NamedId {
  /** Where it stands: `escalations.0.actions.1.teamId`. */
  readonly field: string;
  readonly id: string;
}

/** The users that the actions of escalations name. */
export function usersIn(escalations: readonly Escalation[]): NamedId[] {
  return eachAction(escalations, ({ userIds = [], userId = null }, field) => [
    ...userIds.map((id, index) => ({ field: `${field}.userIds.${index}`, id })),
    ...(userId === null ? [] : [{ field: `${field}.userId`, id: userId }]),
  ]);
}

/** The teams that they name. */
export function teamsIn(escalations: readonly Escalation[]): NamedId[] {
  return eachAction(escalations, ({ teamId = null }, field) =>
    teamId === null ? [] : [{ field: `${field}.teamId`, id: teamId }],
  );
}

function eachAction(
  escalations: readonly Escalation[],
  find: (action: Escalation['actions'][number], field: string) => NamedId[],
): NamedId[] {
  return escalations.flatMap(({ actions }, index) =>
    actions.flatMap((action, place) => find(action, `escalations.${index}.actions.${place}`)),
  );
}
