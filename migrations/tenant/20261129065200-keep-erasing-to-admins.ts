import type { MigrationInterface, QueryRunner } from 'typeorm';

const MANAGER = '00000000-0000-7000-8000-000000000002';

/** What cannot be taken back is no part of the sales work: the built-in Manager gets all of it but erasing. */
export class KeepErasingToAdmins20261129065200 implements MigrationInterface {
  name = 'KeepErasingToAdmins20261129065200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `UPDATE roles SET version = version + 1, updated_at = now(),
         permissions = array_remove(permissions, 'records:*')
           || ARRAY['records:read', 'records:create', 'records:update', 'records:delete']
       WHERE id = $1 AND built_in AND 'records:*' = ANY (permissions)`,
      [MANAGER],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `UPDATE roles SET version = version + 1, updated_at = now(), permissions = ARRAY['records:*']
           || array(SELECT named FROM unnest(permissions) AS named WHERE named NOT LIKE 'records:%')
       WHERE id = $1 AND built_in`,
      [MANAGER],
    );
  }
}
