import { Injectable } from '@nestjs/common';
import { JobsService, type JobDto } from '../../../foundation/jobs/index.js';
import { NotFoundError, ValidationError } from '../../../kernel/errors.js';
import { isId } from '../../../kernel/identifiers.js';
import type { ListQuery } from '../../../platform/resource/lists/list-query.js';
import type { RecordView } from '../../../platform/resource/resource-descriptor.js';
import type { RecordEntity } from '../../../platform/resource/record.entity.js';
import type { WriteOptions } from '../../../platform/resource/writes/write-options.js';
import type { AddStageDto } from './dto/add-stage.dto.js';
import type { UpdateStageDto } from './dto/update-stage.dto.js';
import type { Pipeline } from './pipeline.entity.js';
import { PipelinesService } from './pipelines.service.js';
import { RELOCATION, type Relocation } from './relocation.js';
import { Relocations } from './relocations.js';
import type { StageInput } from './settle-stages.js';
import type { Stage } from './stage.js';

/** New ones among them have no id yet. */
type Stages = readonly (Stage | StageInput)[];

/** The stages of a pipeline one by one. Every change is a change of the pipeline. */
@Injectable()
export class PipelineStagesService {
  constructor(
    private readonly pipelines: PipelinesService,
    private readonly relocations: Relocations,
    private readonly jobs: JobsService,
  ) {}

  /** @throws {ValidationError} 422, and what `update` throws */
  add(id: string, { position, ...stage }: AddStageDto, options: WriteOptions): Promise<RecordView> {
    return this.change(id, options, (stages) => {
      const place = position === undefined ? placeOf(stage.kind ?? 'open', stages) : position - 1;
      return [...stages.slice(0, place), stage, ...stages.slice(place)];
    });
  }

  /** @throws {NotFoundError} 404 · {ConflictError} 409 for the kind of a stage with deals, and what `update` throws */
  update(id: string, stageId: string, input: UpdateStageDto, options: WriteOptions): Promise<RecordView> {
    const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
    return this.change(id, options, (stages) => {
      requireStage(stages, stageId);
      // What belongs to the kind follows it, unless it is named.
      return stages.map((stage) =>
        stage.id === stageId
          ? { ...(given['kind'] === undefined ? stage : withoutKind(stage)), ...given }
          : stage,
      );
    });
  }

  /** @param stageIds all of them @throws {ValidationError} 422, and what `update` throws */
  order(id: string, stageIds: readonly string[], options: WriteOptions): Promise<RecordView> {
    return this.change(id, options, (stages) => {
      const ordered = stageIds.flatMap((stageId) => stages.find((stage) => stage.id === stageId) ?? []);
      const isWhole = new Set(stageIds).size === stages.length && ordered.length === stages.length;
      if (isWhole && stageIds.length === stages.length) return ordered;
      throw new ValidationError([
        { field: 'stageIds', message: 'must name each stage of the pipeline once' },
      ]);
    });
  }

  /**
   * Removes a stage; its deals go to the stage that `moveTo` names, at once or in a job when they are many.
   *
   * @returns the job
   * @throws {NotFoundError} 404 · {StageInUseError} 409 · {ValidationError} 422 for a stage where they cannot go
   */
  remove(
    id: string,
    stageId: string,
    { moveTo }: ListQuery,
    options: WriteOptions,
  ): Promise<JobDto | undefined> {
    return this.pipelines.withLocked(id, 'update', options, async (pipeline) => {
      const stage = requireStage(pipeline.stages, stageId);
      if (moveTo === undefined) {
        await this.change(id, options, (stages) => stages.filter((each) => each.id !== stageId));
        return undefined;
      }
      const target = isId(moveTo)
        ? pipeline.stages.find((each) => each.id === moveTo.toLowerCase())
        : undefined;
      if (target?.kind !== stage.kind || target.id === stageId)
        throw new ValidationError([
          { field: 'moveTo', message: `must be another stage that is ${stage.kind}` },
        ]);
      const place = { pipelineId: pipeline.id, stageId: target.id };
      return this.relocate({ pipelineId: pipeline.id, removes: stageId, targets: { [stageId]: place } });
    });
  }

  /**
   * Deletes a pipeline; its deals go to the pipeline that `moveTo` names, each into the stage of the same name and kind,
   * or the first of its kind; at once, or in a job when they are many.
   *
   * @returns the job
   * @throws {NotFoundError} 404 · {PipelineInUseError} 409 · {ValidationError} 422
   */
  async removePipeline(
    id: string,
    { moveTo }: ListQuery,
    options: WriteOptions,
  ): Promise<JobDto | undefined> {
    if (moveTo === undefined) {
      await this.pipelines.remove(id, options);
      return undefined;
    }
    return this.pipelines.withLocked(id, 'delete', options, async (pipeline) => {
      const target = await this.pipelines.targetOf(pipeline, moveTo);
      const targets = Object.fromEntries(
        pipeline.stages.map((stage) => [
          stage.id,
          { pipelineId: target.id, stageId: sameStage(stage, target).id },
        ]),
      );
      return this.relocate({ pipelineId: pipeline.id, removes: null, targets });
    });
  }

  private async relocate(relocation: Relocation): Promise<JobDto | undefined> {
    if (await this.relocations.finish(relocation)) return undefined;
    return this.jobs.start(RELOCATION, { ...relocation });
  }

  private change(
    id: string,
    options: WriteOptions,
    change: (stages: readonly Stage[]) => Stages,
  ): Promise<RecordView> {
    // They are made whole before they are stored.
    const fieldsFor = (before: RecordEntity): Partial<Pipeline> => ({
      stages: change((before as Pipeline).stages) as Stage[],
    });
    return this.pipelines.update(id, { stages: [] }, { ...options, fieldsFor });
  }
}

/** Behind the last open stage, or the last of its kind. */
function placeOf(kind: Stage['kind'], stages: readonly Stage[]): number {
  return stages.findLastIndex((stage) => stage.kind === kind) + 1;
}

function requireStage(stages: readonly Stage[], id: string): Stage {
  const stage = stages.find((each) => each.id === id);
  if (stage === undefined) throw new NotFoundError('Stage');
  return stage;
}

function withoutKind({ id, name, requiredFields, allowedMoves }: Stage): StageInput {
  return { id, name, requiredFields, allowedMoves };
}

function sameStage({ name, kind }: Stage, { stages }: Pipeline): Stage {
  const ofKind = stages.filter((stage) => stage.kind === kind);
  const found = ofKind.find((stage) => stage.name.toLowerCase() === name.toLowerCase()) ?? ofKind[0];
  if (found === undefined) throw new Error('A pipeline has a stage of each kind');
  return found;
}
