import { type DomainError, ValidationError } from '../../../kernel/errors.js';
import { isEmptyValue } from '../../../platform/resource/merging/is-empty-value.js';
import { valueOf } from '../../../platform/resource/writes/record-changes.js';
import type { PlacedStage } from '../pipelines/index.js';
import type { Deal } from './deal.entity.js';
import {
  CloseReasonRequiredError,
  DealClosedError,
  StageFieldsMissingError,
  StageMoveForbiddenError,
} from './deal.errors.js';
import type { DealIntent } from './deal-intent.js';
import type { StageMap } from './stage-map.js';

/**
 * Why a deal may not go from its stage to another one; undefined when it may. From an open stage it goes where the
 * stage lets it; a closed deal goes nowhere but, on purpose, back to an open stage.
 */
export function refusalOfMove(
  from: PlacedStage,
  to: PlacedStage,
  { reopening = false }: DealIntent,
  stages: StageMap,
): DomainError | undefined {
  if (from.kind !== 'open') {
    if (!reopening) return new DealClosedError(from.kind);
    return to.kind === 'open'
      ? undefined
      : new ValidationError([{ field: 'stageId', message: 'must be an open stage' }]);
  }
  if (from.allowedMoves === null || from.allowedMoves.includes(to.id)) return undefined;
  const allowed = from.allowedMoves.flatMap((id) => stages.stage(id)?.name ?? []);
  return new StageMoveForbiddenError(from.name, to.name, allowed);
}

/** Why a deal, as it is to be, may not enter a stage; undefined when it may. */
export function refusalOfEntry(deal: Deal, { name, requiredFields }: PlacedStage): DomainError | undefined {
  const missing = requiredFields.filter((field) => isEmptyValue(valueOf({ ...deal }, field)));
  return missing.length === 0 ? undefined : new StageFieldsMissingError(name, missing);
}

/** A deal that is lost has a reason, as long as it is. */
export function refusalOfReason({ status, closeReason }: Deal): DomainError | undefined {
  return status === 'lost' && isEmptyValue(closeReason) ? new CloseReasonRequiredError() : undefined;
}
