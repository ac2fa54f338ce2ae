import { Injectable, type OnModuleInit } from '@nestjs/common';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { type Occupants, StageOccupants, type StagePlace } from '../pipelines/index.js';
import type { Deal } from './deal.entity.js';
import type { DealIntent } from './deal-intent.js';
import { DealsService } from './deals.service.js';

const THERE = 'FROM deals WHERE stage_id = ANY ($1::uuid[]) AND deleted_at IS NULL';
const COUNT = `SELECT stage_id AS "stageId", count(*)::integer AS count ${THERE} GROUP BY stage_id`;
const SOME = `SELECT id ${THERE} ORDER BY id LIMIT $2`;
const HOLD = `${SOME} FOR NO KEY UPDATE`;
const HOLD_FREE = `WITH held AS MATERIALIZED (SELECT id ${THERE} FOR NO KEY UPDATE SKIP LOCKED)
  SELECT (SELECT count(*) FROM held) = (SELECT count(*) ${THERE}) AS "areAll"`;

/** Tells pipelines which of their stages deals are in, and moves the deals when a stage goes away. */
@Injectable()
export class DealOccupants implements Occupants, OnModuleInit {
  constructor(
    private readonly deals: DealsService,
    private readonly database: TenantDatabase,
    private readonly stages: StageOccupants,
  ) {}

  onModuleInit(): void {
    this.stages.use(this);
  }

  async count(stageIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.database.query<{ stageId: string; count: number }>({
      text: COUNT,
      values: [stageIds],
    });
    return new Map(rows.map(({ stageId, count }) => [stageId, count]));
  }

  hold(stageIds: readonly string[], limit: number): Promise<number> {
    return this.database.execute({ text: HOLD, values: [stageIds, limit] });
  }

  async holdFree(stageIds: readonly string[]): Promise<boolean> {
    const values = [stageIds];
    const [found] = await this.database.query<{ areAll: boolean }>({ text: HOLD_FREE, values });
    return found?.areAll === true;
  }

  async relocate(targets: ReadonlyMap<string, StagePlace>, limit: number): Promise<number> {
    const rows = await this.database.query<{ id: string }>({
      text: SOME,
      values: [[...targets.keys()], limit],
    });
    const moved = await this.deals.rewrite(
      rows.map(({ id }) => id),
      (before): Partial<Deal> & DealIntent => {
        const place = targets.get(before.stageId);
        return place === undefined ? {} : { ...place, relocating: true };
      },
    );
    return moved.size;
  }
}
