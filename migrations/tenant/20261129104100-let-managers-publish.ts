import type { MigrationInterface, QueryRunner } from 'typeorm';

const MANAGER = '00000000-0000-7000-8000-000000000002';

/** Users write drafts; the built-in Manager also decides what readers get. */
export class LetManagersPublish20261129104100 implements MigrationInterface {
  name = 'LetManagersPublish20261129104100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `UPDATE roles SET version = version + 1, updated_at = now(), permissions = permissions || ARRAY['records:publish']
       WHERE id = $1 AND built_in AND NOT 'records:publish' = ANY (permissions)`,
      [MANAGER],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `UPDATE roles SET version = version + 1, updated_at = now(), permissions = array_remove(permissions, 'records:publish')
       WHERE id = $1 AND built_in`,
      [MANAGER],
    );
  }
}
