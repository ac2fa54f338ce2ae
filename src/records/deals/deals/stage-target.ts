import { type DomainError, ValidationError } from '../../../kernel/errors.js';
import type { PlacedStage } from '../pipelines/index.js';
import type { RecordWrite } from '../../../platform/resource/writes/record-write.js';
import type { Deal } from './deal.entity.js';
import type { StageMap } from './stage-map.js';

/** Where a write wants its deal to be. */
export interface WantedPlace {
  /** Undefined where the write says nothing. */
  readonly pipelineId: string | undefined;
  readonly stageId: string | undefined;
  /** Name of a stage. */
  readonly stage: string | undefined;
  /** The pipeline that the caller named, be it the one that the deal is in. */
  readonly statedPipelineId: string | undefined;
}

/** What a write says of the place of its deal: ids that the deal had already say nothing. */
export function wantedPlace(
  { before, after, input }: Pick<RecordWrite<Deal>, 'before' | 'after' | 'input'>,
  stage: string | undefined,
): WantedPlace {
  const named = (id: string | null, known: string | undefined) =>
    id === null || id === known ? undefined : id;
  return {
    pipelineId: named(after.pipelineId, before?.pipelineId),
    stageId: named(after.stageId, before?.stageId),
    stage,
    statedPipelineId: input.pipelineId,
  };
}

/**
 * The stage that is meant: the named one, else the first of a pipeline that is new to the deal, else the one it is in.
 *
 * @returns an error for what names no stage
 */
export function stageTarget(
  { pipelineId, stageId, stage, statedPipelineId = pipelineId }: WantedPlace,
  before: Deal | undefined,
  stages: StageMap,
): PlacedStage | DomainError {
  const current = before === undefined ? undefined : stages.stage(before.stageId);
  const home = pipelineId ?? before?.pipelineId ?? stages.defaultPipelineId;
  if (pipelineId !== undefined && stages.of(pipelineId).length === 0)
    return new ValidationError([{ field: 'pipelineId', message: 'does not exist' }]);
  if (stageId !== undefined) {
    const found = stages.stage(stageId);
    if (found?.isLive !== true) return new ValidationError([{ field: 'stageId', message: 'does not exist' }]);
    if (statedPipelineId !== undefined && found.pipelineId !== statedPipelineId)
      return new ValidationError([{ field: 'stageId', message: 'is a stage of another pipeline' }]);
    if (stage !== undefined && stages.named(found.pipelineId, stage)?.id !== found.id)
      return new ValidationError([{ field: 'stage', message: 'is another stage than stageId' }]);
    return found;
  }
  const found =
    stage === undefined
      ? ((pipelineId === undefined ? current : undefined) ?? stages.first(home ?? ''))
      : stages.named(home ?? '', stage);
  const field = stage === undefined ? 'pipelineId' : 'stage';
  return found ?? new ValidationError([{ field, message: 'names no stage of the pipeline' }]);
}
