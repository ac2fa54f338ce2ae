import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Rows say who, what and which record, never what it held: texts are made when they are read. The reader of the journal
 * begins where it stands: what happened before is no news.
 */
export class CreateNotifications20261129070000 implements MigrationInterface {
  name = 'CreateNotifications20261129070000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE notifications (
        id uuid PRIMARY KEY,
        member_id uuid NOT NULL REFERENCES members (id) ON DELETE CASCADE,
        kind text NOT NULL,
        resource text NOT NULL,
        record_id uuid NOT NULL,
        event_id uuid NOT NULL,
        group_key text NOT NULL,
        occurrences integer NOT NULL DEFAULT 1,
        actor_kind text NOT NULL,
        actor_id uuid NOT NULL,
        in_app boolean NOT NULL,
        read_at timestamptz,
        is_read boolean NOT NULL GENERATED ALWAYS AS (read_at IS NOT NULL) STORED,
        mail_after timestamptz,
        mail_id uuid,
        created_at timestamptz NOT NULL,
        UNIQUE (member_id, kind, resource, group_key)
      );
      CREATE INDEX notifications_shown ON notifications (member_id, created_at, id) WHERE in_app;
      CREATE INDEX notifications_unread ON notifications (member_id, created_at) WHERE in_app AND read_at IS NULL;
      CREATE INDEX notifications_to_mail ON notifications (mail_after, member_id) WHERE mail_after IS NOT NULL;
      CREATE INDEX notifications_created ON notifications (created_at);

      CREATE TABLE notification_preferences (
        member_id uuid NOT NULL REFERENCES members (id) ON DELETE CASCADE,
        kind text NOT NULL,
        in_app boolean NOT NULL,
        email boolean NOT NULL,
        PRIMARY KEY (member_id, kind)
      );

      INSERT INTO journal_consumers (name, position) SELECT 'notifications', position FROM journal_head;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE notification_preferences;
      DROP TABLE notifications;
      DELETE FROM journal_consumers WHERE name = 'notifications';
    `);
  }
}
