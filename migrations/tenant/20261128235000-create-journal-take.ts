import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateJournalTake20261128235000 implements MigrationInterface {
  name = 'CreateJournalTake20261128235000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION take_journal(consumer text, batch integer)
      RETURNS TABLE ("position" bigint, seq bigint, id uuid, resource text, record_id uuid, type text, version integer,
        actor_kind text, actor_id uuid, request_id text, occurred_at timestamptz)
      LANGUAGE plpgsql AS $body$
      DECLARE
        reached bigint;
        last_taken bigint;
      BEGIN
        PERFORM stamp_journal(batch);
        -- The cursor row is the lock. Positions have no gaps and follow the order of commits, so what is read after it
        -- goes on exactly where its last holder stopped.
        SELECT c.position INTO reached FROM journal_consumers c WHERE c.name = consumer FOR UPDATE;
        IF NOT FOUND THEN
          INSERT INTO journal_consumers AS c (name) VALUES (consumer)
            ON CONFLICT ON CONSTRAINT journal_consumers_pkey DO UPDATE SET name = excluded.name RETURNING c.position INTO reached;
        END IF;
        FOR "position", seq, id, resource, record_id, type, version, actor_kind, actor_id, request_id, occurred_at IN
          SELECT j.position, j.seq, j.id, j.resource, j.record_id, j.type, j.version, j.actor_kind, j.actor_id,
            j.request_id, j.occurred_at
          FROM journal j WHERE j.position > reached ORDER BY j.position LIMIT batch
        LOOP
          last_taken := "position";
          RETURN NEXT;
        END LOOP;
        IF last_taken IS NOT NULL THEN
          UPDATE journal_consumers c SET "position" = last_taken WHERE c.name = consumer;
        END IF;
      END
      $body$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION take_journal(text, integer)');
  }
}
