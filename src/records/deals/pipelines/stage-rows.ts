import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import type { Pipeline } from './pipeline.entity.js';

const STORE = `INSERT INTO pipeline_stages AS stored (id, pipeline_id, position, name, kind, probability,
    forecast_category, required_fields, allowed_moves)
  SELECT (stage ->> 'id')::uuid, $1, place - 1, stage ->> 'name', stage ->> 'kind', (stage ->> 'probability')::integer,
    stage ->> 'forecastCategory', ARRAY(SELECT jsonb_array_elements_text(stage -> 'requiredFields')),
    CASE jsonb_typeof(stage -> 'allowedMoves') WHEN 'array'
      THEN ARRAY(SELECT jsonb_array_elements_text(stage -> 'allowedMoves')::uuid) END
  FROM jsonb_array_elements($2::jsonb) WITH ORDINALITY AS listed (stage, place)
  ON CONFLICT (id) DO UPDATE SET position = excluded.position, name = excluded.name, kind = excluded.kind,
    probability = excluded.probability, forecast_category = excluded.forecast_category,
    required_fields = excluded.required_fields, allowed_moves = excluded.allowed_moves, removed_at = NULL`;
const REMOVE = `UPDATE pipeline_stages SET removed_at = $3
  WHERE pipeline_id = $1 AND id <> ALL ($2::uuid[]) AND removed_at IS NULL`;
const EVER = 'SELECT id FROM pipeline_stages WHERE pipeline_id = $1';
/** Whoever is about to put a deal there waits, and finds it removed; whoever did so before is counted. */
const LOCK = 'SELECT id FROM pipeline_stages WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE';

/** The rows of stages, which follow what their pipelines say; those of removed ones stay, for what names them. */
@Injectable()
export class StageRows {
  constructor(private readonly database: TenantDatabase) {}

  /** Those of a deleted pipeline are removed ones, so that who waits for one of them learns of it by its row alone. */
  async store(pipeline: Pipeline): Promise<void> {
    const { id, updatedAt } = pipeline;
    const stages = pipeline.deletedAt === null ? pipeline.stages : [];
    await this.database.execute({ text: STORE, values: [id, JSON.stringify(stages)] });
    const values = [id, stages.map((stage) => stage.id), updatedAt];
    await this.database.execute({ text: REMOVE, values });
  }

  /** Ids of all stages that a pipeline has or had. */
  async ever(pipelineId: string): Promise<ReadonlySet<string>> {
    const rows = await this.database.query<{ id: string }>({ text: EVER, values: [pipelineId] });
    return new Set(rows.map(({ id }) => id));
  }

  async lock(ids: readonly string[]): Promise<void> {
    await this.database.query({ text: LOCK, values: [ids] });
  }
}
