import type { MigrationInterface, QueryRunner } from 'typeorm';

/** No cascade from a job to its input: the bytes would stay behind, and nobody would know of them. */
export class CreateJobInputs20261129040000 implements MigrationInterface {
  name = 'CreateJobInputs20261129040000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE job_inputs (
        job_id uuid PRIMARY KEY REFERENCES jobs (id),
        key text NOT NULL,
        size bigint NOT NULL
      );
      ALTER TABLE job_errors ADD COLUMN source_column text;
      CREATE INDEX job_records_of ON job_records (job_id, record_id, row_number);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP INDEX job_records_of; ALTER TABLE job_errors DROP COLUMN source_column; DROP TABLE job_inputs',
    );
  }
}
