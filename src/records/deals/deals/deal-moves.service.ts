import { Injectable } from '@nestjs/common';
import { PermissionDeniedError, ValidationError } from '../../../kernel/errors.js';
import { Clock } from '../../../kernel/clock.js';
import type { Page } from '../../../kernel/page.js';
import { currentAccess } from '../../../platform/context/request-context.js';
import { readPageQuery } from '../../../platform/http/page-query.js';
import type { ListQuery } from '../../../platform/resource/lists/list-query.js';
import type { RecordView } from '../../../platform/resource/resource-descriptor.js';
import type { Deal } from './deal.entity.js';
import { DealOpenError } from './deal.errors.js';
import type { DealIntent } from './deal-intent.js';
import { DealsService } from './deals.service.js';
import type { MoveDealDto } from './dto/move-deal.dto.js';
import type { ReopenDealDto } from './dto/reopen-deal.dto.js';
import type { StageChangeDto } from './dto/stage-change.dto.js';
import { StageHistory } from './stage-history.js';

/** Deals on their way through the stages. */
@Injectable()
export class DealMovesService {
  constructor(
    private readonly deals: DealsService,
    private readonly history: StageHistory,
    private readonly clock: Clock,
  ) {}

  /** @throws {ValidationError} 422 for a missing field or reason · {ConflictError} 409 for what the rules forbid, and what `update` throws */
  async move(id: string, input: MoveDealDto, ifMatch?: number): Promise<RecordView> {
    if ([input.stageId, input.stage, input.pipelineId].every((place) => place === undefined))
      throw new ValidationError([{ field: 'stageId', message: 'or stage is required' }]);
    return this.deals.update(id, input, { ifMatch });
  }

  /** @throws {DealOpenError} 409 · {ValidationError} 422, and what `update` throws */
  reopen(id: string, { stageId, stage }: ReopenDealDto, ifMatch?: number): Promise<RecordView> {
    return this.deals.withLocked(id, async (deal) => {
      if (deal.status === 'open') throw new DealOpenError();
      const last = stage === undefined ? await this.history.lastOpenStage(deal) : undefined;
      const place = stageId ?? last;
      const input: Partial<Deal> & DealIntent = {
        ...(place !== undefined && { stageId: place }),
        ...(stage !== undefined && { stage }),
        reopening: true,
      };
      return this.deals.update(id, input, { ifMatch });
    });
  }

  /** @throws {NotFoundError} 404 · {PermissionDeniedError} 403 when the stage itself is hidden */
  async stageHistory(id: string, query: ListQuery): Promise<Page<StageChangeDto>> {
    const hidden = currentAccess().hiddenFields('deals');
    if (hidden.has('stageId')) throw new PermissionDeniedError();
    const page = readPageQuery(query);
    await this.deals.get(id);
    const { items, ...rest } = await this.history.list(id, page, this.clock.now());
    return { ...rest, items: hidden.has('closeReason') ? items.map(withoutReason) : items };
  }
}

function withoutReason(change: StageChangeDto): StageChangeDto {
  return { ...change, reason: null };
}
