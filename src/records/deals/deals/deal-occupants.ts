import { Injectable, type OnModuleInit } from '@nestjs/common';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { type Occupants, StageOccupants, type StagePlace } from '../pipelines/index.js';
import type { Deal } from './deal.entity.js';
import type { DealIntent } from './deal-intent.js';
import { DealsService } from './deals.service.js';

const COUNT = `SELECT stage_id AS "stageId", count(*)::integer AS count FROM deals
  WHERE stage_id = ANY ($1::uuid[]) AND deleted_at IS NULL GROUP BY stage_id`;
const SOME =
  'SELECT id FROM deals WHERE stage_id = ANY ($1::uuid[]) AND deleted_at IS NULL ORDER BY id LIMIT $2';

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
