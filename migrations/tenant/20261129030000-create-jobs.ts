import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Bytes of files are compressed already: the server need not try. */
export class CreateJobs20261129030000 implements MigrationInterface {
  name = 'CreateJobs20261129030000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE jobs (
        id uuid PRIMARY KEY,
        kind text NOT NULL,
        state text NOT NULL DEFAULT 'queued'
          CHECK (state IN ('queued', 'running', 'completed', 'failed', 'cancelled', 'reverting', 'reverted')),
        actor_kind text NOT NULL,
        actor_id uuid NOT NULL,
        api_key_id uuid,
        trace_id text NOT NULL,
        parameters jsonb NOT NULL DEFAULT '{}',
        progress_done bigint NOT NULL DEFAULT 0,
        progress_total bigint,
        counts jsonb NOT NULL DEFAULT '{}',
        checkpoint jsonb,
        result jsonb,
        error_code text,
        error_message text,
        cancel_requested_at timestamptz,
        lease_token uuid,
        lease_until timestamptz,
        run_after timestamptz,
        attempts integer NOT NULL DEFAULT 0,
        failures integer NOT NULL DEFAULT 0,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        started_at timestamptz,
        finished_at timestamptz,
        expires_at timestamptz
      );
      CREATE INDEX jobs_created ON jobs (created_at, id);
      CREATE INDEX jobs_asked ON jobs (actor_id, created_at, id);
      CREATE INDEX jobs_unfinished ON jobs (created_at, id) WHERE state IN ('queued', 'running', 'reverting');
      CREATE INDEX jobs_expiry ON jobs (expires_at) WHERE expires_at IS NOT NULL;

      CREATE TABLE job_errors (
        job_id uuid NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
        row_number bigint NOT NULL,
        number integer NOT NULL,
        field text,
        code text NOT NULL,
        message text NOT NULL,
        excerpt text,
        PRIMARY KEY (job_id, row_number, number)
      );
      CREATE TABLE job_records (
        job_id uuid NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
        row_number bigint NOT NULL,
        resource text NOT NULL,
        record_id uuid NOT NULL,
        outcome text NOT NULL,
        version integer,
        PRIMARY KEY (job_id, row_number)
      );
      CREATE TABLE job_files (
        job_id uuid NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
        part integer NOT NULL,
        is_compressed boolean NOT NULL,
        bytes bytea NOT NULL,
        PRIMARY KEY (job_id, part)
      );
      ALTER TABLE job_files ALTER COLUMN bytes SET STORAGE EXTERNAL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP TABLE job_files; DROP TABLE job_records; DROP TABLE job_errors; DROP TABLE jobs',
    );
  }
}
