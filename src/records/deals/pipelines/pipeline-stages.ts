import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import type { Stage, StageKind } from './stage.js';

/** A stage with what its pipeline is. */
export interface PlacedStage extends Stage {
  readonly [column: string]: unknown;
  readonly pipelineId: string;
  readonly isDefault: boolean;
  /** Neither removed nor of a pipeline that is deleted. */
  readonly isLive: boolean;
}

const SELECT = `SELECT stage.id, stage.name, stage.kind, stage.probability, stage.forecast_category AS "forecastCategory",
    stage.required_fields AS "requiredFields", stage.allowed_moves AS "allowedMoves",
    stage.pipeline_id AS "pipelineId", pipeline.is_default AND pipeline.deleted_at IS NULL AS "isDefault",
    stage.removed_at IS NULL AND pipeline.deleted_at IS NULL AS "isLive"
  FROM pipeline_stages AS stage JOIN pipelines AS pipeline ON pipeline.id = stage.pipeline_id`;
const OF_PIPELINES = `${SELECT} WHERE stage.pipeline_id = ANY ($1::uuid[])
    OR stage.pipeline_id IN (SELECT pipeline_id FROM pipeline_stages WHERE id = ANY ($2::uuid[]))
    OR ($3 AND stage.pipeline_id IN (SELECT id FROM pipelines WHERE is_default AND deleted_at IS NULL))
  ORDER BY stage.pipeline_id, stage.position`;
const HOLD = `SELECT id, kind FROM pipeline_stages WHERE id = ANY ($1::uuid[]) AND removed_at IS NULL
  ORDER BY id FOR KEY SHARE`;

/** Whose stages are asked for: of pipelines, of those that have the named stages, of the default one. */
export interface StagesWanted {
  readonly pipelineIds: readonly string[];
  readonly stageIds: readonly string[];
  readonly ofDefault: boolean;
}

/** The stages of pipelines, for whoever puts something into them. No permission is asked. */
@Injectable()
export class PipelineStages {
  constructor(private readonly database: TenantDatabase) {}

  /** All stages of the pipelines, removed ones too, each pipeline's in their order. */
  find({ pipelineIds, stageIds, ofDefault }: StagesWanted): Promise<PlacedStage[]> {
    const values = [pipelineIds, stageIds, ofDefault];
    return this.database.query<PlacedStage>({ name: 'stages-of-pipelines', text: OF_PIPELINES, values });
  }

  /** Keeps stages, and their kinds, until the transaction ends. @returns the kinds of those that are still there */
  async hold(stageIds: readonly string[]): Promise<ReadonlyMap<string, StageKind>> {
    const statement = { name: 'stages-hold', text: HOLD, values: [stageIds] };
    const rows = await this.database.query<Pick<PlacedStage, 'id' | 'kind'>>(statement);
    return new Map(rows.map(({ id, kind }) => [id, kind]));
  }
}
