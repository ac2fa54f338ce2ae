import type { MigrationInterface, QueryRunner } from 'typeorm';

const NOBODY = '00000000-0000-0000-0000-000000000000';
/** The same ids in every tenant: an integrator may name them without a look-up. */
const PIPELINE = '00000000-0000-7000-8000-000000000100';
const STAGES = [
  ['00000000-0000-7000-8000-000000000101', 'Lead', 'open', 10, 'pipeline'],
  ['00000000-0000-7000-8000-000000000102', 'Qualified', 'open', 25, 'pipeline'],
  ['00000000-0000-7000-8000-000000000103', 'Proposal', 'open', 50, 'bestCase'],
  ['00000000-0000-7000-8000-000000000104', 'Negotiation', 'open', 75, 'commit'],
  ['00000000-0000-7000-8000-000000000105', 'Closed Won', 'won', 100, 'closed'],
  ['00000000-0000-7000-8000-000000000106', 'Closed Lost', 'lost', 0, 'omitted'],
] as const;
const MANAGER = '00000000-0000-7000-8000-000000000002';
const USER = '00000000-0000-7000-8000-000000000003';

export class InsertDefaultPipeline20261129100100 implements MigrationInterface {
  name = 'InsertDefaultPipeline20261129100100';

  async up(runner: QueryRunner): Promise<void> {
    const stages = STAGES.map(([id, name, kind, probability, forecastCategory]) => {
      return { id, name, kind, probability, forecastCategory, requiredFields: [], allowedMoves: null };
    });
    await runner.query(
      `INSERT INTO pipelines (id, name, is_default, stages, created_at, created_by, updated_at, updated_by, version)
       VALUES ($1, 'Sales', true, $2, now(), $3, now(), $3, 1)`,
      [PIPELINE, JSON.stringify(stages), NOBODY],
    );
    for (const [index, { id, name, kind, probability, forecastCategory }] of stages.entries())
      await runner.query(
        `INSERT INTO pipeline_stages (id, pipeline_id, position, name, kind, probability, forecast_category)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [id, PIPELINE, index, name, kind, probability, forecastCategory],
      );
    // What administers a tenant is not reached by permissions for records: whoever works with deals reads their stages.
    for (const [role, actions] of [
      [MANAGER, ['read', 'create', 'update', 'delete']],
      [USER, ['read']],
    ] as const)
      await runner.query(
        `UPDATE roles SET version = version + 1, updated_at = now(), permissions = permissions || $2::text[]
         WHERE id = $1 AND built_in`,
        [role, actions.map((action) => `pipelines:${action}`)],
      );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `UPDATE roles SET version = version + 1, updated_at = now(),
         permissions = array(SELECT named FROM unnest(permissions) AS named WHERE named NOT LIKE 'pipelines:%')
       WHERE id = ANY ($1) AND built_in`,
      [[MANAGER, USER]],
    );
    await runner.query('DELETE FROM pipeline_stages WHERE pipeline_id = $1', [PIPELINE]);
    await runner.query('DELETE FROM pipelines WHERE id = $1', [PIPELINE]);
  }
}
