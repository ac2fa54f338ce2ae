import { Injectable } from '@nestjs/common';
import { NotFoundError, PermissionDeniedError } from '../../../kernel/errors.js';
import { isId } from '../../../kernel/identifiers.js';
import { currentAccess } from '../../../platform/context/request-context.js';
import { badFilter } from '../../../platform/resource/lists/list-filters.js';
import type { RecordGroup } from '../../../platform/resource/lists/list-groups.js';
import type { ListQuery } from '../../../platform/resource/lists/list-query.js';
import { type PlacedStage, PipelineStages } from '../pipelines/index.js';
import { DealsService } from './deals.service.js';
import type { BoardDto } from './dto/board.dto.js';

/** Of a list, what makes no sense of a board. */
const NOT_HERE = ['page', 'cursor', 'includeTotal', 'stageId'] as const;

/** Deals of one stage that are answered at most. */
const MOST_OF_A_STAGE = 100;

/** The deals of a pipeline by their stages. */
@Injectable()
export class BoardService {
  constructor(
    private readonly deals: DealsService,
    private readonly pipelines: PipelineStages,
  ) {}

  /**
   * @param query `pipelineId`, default the default one, and what lists of deals take; `limit` for each stage
   * @throws {NotFoundError} 404 · {PermissionDeniedError} 403 when the stages are hidden, and what lists throw
   */
  async read(query: ListQuery): Promise<BoardDto> {
    const hidden = currentAccess().hiddenFields('deals');
    if (hidden.has('stageId') || hidden.has('pipelineId')) throw new PermissionDeniedError();
    for (const name of NOT_HERE)
      if (query[name] !== undefined) throw badFilter(name, 'is nothing to ask of a board');
    if (Number(query['limit'] ?? query['pageSize'] ?? 1) > MOST_OF_A_STAGE)
      throw badFilter('limit', `must be from 1 to ${MOST_OF_A_STAGE}`);
    // The stages say it already, and a list without conditions has its sums at hand.
    const { pipelineId: asked, ...conditions } = query;
    const stages = await this.stagesOf(asked);
    const [{ pipelineId }] = stages;
    const groups = await this.deals.byStages(
      conditions,
      stages.map(({ id }) => id),
    );
    return {
      pipelineId,
      stages: stages.map(
        ({ pipelineId: _pipeline, isDefault: _default, isLive: _live, ...stage }, index) => ({
          ...shown(stage),
          count: groups[index]?.count ?? 0,
          sums: hidden.has('currency') ? [] : sumsOf(groups[index]),
          deals: [...(groups[index]?.items ?? [])],
        }),
      ),
    };
  }

  private async stagesOf(pipelineId: unknown): Promise<[PlacedStage, ...PlacedStage[]]> {
    if (pipelineId !== undefined && !isId(pipelineId))
      throw badFilter('pipelineId', 'must be the id of one pipeline');
    const pipelineIds = pipelineId === undefined ? [] : [pipelineId];
    const found = await this.pipelines.find({
      pipelineIds,
      stageIds: [],
      ofDefault: pipelineId === undefined,
    });
    const [first, ...others] = found.filter(({ isLive }) => isLive);
    if (first === undefined) throw new NotFoundError('Pipeline');
    return [first, ...others];
  }
}

function sumsOf(group: RecordGroup | undefined) {
  return (group?.sums ?? []).map(({ per, count, sum }) => ({ currency: per, count, amount: sum }));
}

function shown({ id, name, kind, probability, forecastCategory, requiredFields, allowedMoves }: StageFacts) {
  return {
    ...{ id, name, kind, probability, forecastCategory },
    requiredFields: [...requiredFields],
    allowedMoves: allowedMoves === null ? null : [...allowedMoves],
  };
}

type StageFacts = Pick<
  PlacedStage,
  'id' | 'name' | 'kind' | 'probability' | 'forecastCategory' | 'requiredFields' | 'allowedMoves'
>;
