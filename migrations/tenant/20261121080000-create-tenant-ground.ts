import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateTenantGround20261121080000 implements MigrationInterface {
  name = 'CreateTenantGround20261121080000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE members (
        id uuid PRIMARY KEY,
        name text NOT NULL,
        email text NOT NULL,
        role text NOT NULL,
        team_id uuid,
        active boolean NOT NULL DEFAULT true,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );

      CREATE TABLE journal (
        seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        position bigint,
        id uuid NOT NULL,
        resource text NOT NULL,
        record_id uuid NOT NULL,
        type text NOT NULL,
        version integer NOT NULL,
        actor_kind text NOT NULL,
        actor_id uuid NOT NULL,
        request_id text NOT NULL,
        changes jsonb,
        record jsonb NOT NULL,
        occurred_at timestamptz NOT NULL
      );
      CREATE UNIQUE INDEX journal_position ON journal (position) WHERE position IS NOT NULL;
      CREATE INDEX journal_unstamped ON journal (seq) WHERE position IS NULL;
      CREATE INDEX journal_record ON journal (record_id, version);

      CREATE TABLE journal_head (
        singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
        position bigint NOT NULL DEFAULT 0
      );
      INSERT INTO journal_head DEFAULT VALUES;

      CREATE TABLE journal_consumers (
        name text PRIMARY KEY,
        position bigint NOT NULL DEFAULT 0
      );

      CREATE FUNCTION stamp_journal(batch integer) RETURNS integer LANGUAGE plpgsql AS $body$
      DECLARE
        head bigint;
        stamped integer;
      BEGIN
        -- The head row is the lock: a statement after it sees all that its last holder stamped.
        SELECT position INTO head FROM journal_head FOR UPDATE;
        WITH unstamped AS (
          SELECT seq, row_number() OVER (ORDER BY seq) AS place
          FROM (SELECT seq FROM journal WHERE position IS NULL ORDER BY seq LIMIT batch) AS oldest
        )
        UPDATE journal SET position = head + unstamped.place FROM unstamped WHERE journal.seq = unstamped.seq;
        GET DIAGNOSTICS stamped = ROW_COUNT;
        IF stamped > 0 THEN
          UPDATE journal_head SET position = head + stamped;
        END IF;
        RETURN stamped;
      END
      $body$;

      CREATE TABLE timers (
        id uuid PRIMARY KEY,
        kind text NOT NULL,
        subject text NOT NULL,
        due_at timestamptz NOT NULL,
        payload jsonb NOT NULL,
        UNIQUE (kind, subject)
      );
      CREATE INDEX timers_due ON timers (due_at);

      CREATE TABLE idempotency_keys (
        caller text NOT NULL,
        key text NOT NULL,
        fingerprint text NOT NULL,
        lease_until timestamptz,
        status integer,
        sealed_answer text,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (caller, key)
      );
      CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);
    `);
  }

  async down(): Promise<void> {
    throw new Error('The ground of a tenant is not taken down by a migration');
  }
}
