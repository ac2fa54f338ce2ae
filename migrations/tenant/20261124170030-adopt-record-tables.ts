import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The records that were there before; what administers a tenant is too little to be indexed for search. */
const TABLES: readonly (readonly [table: string, ...searchColumns: string[]])[] = [
  ['leads', 'first_name', 'last_name', 'company', 'email', 'phone'],
  ['companies', 'name', 'domain', 'email', 'phone', 'city'],
  ['contacts', 'first_name', 'last_name', 'email', 'phone', 'mobile_phone'],
  ['activities', 'subject', 'body', 'outcome'],
  ['tags', 'name', 'description'],
  ['views'],
  ['assignment_rules'],
  ['custom_field_definitions'],
  ['webhook_endpoints'],
  ['roles'],
  ['teams'],
  ['api_keys'],
];
const TRIGGERS = [
  'count_inserted_records',
  'count_erased_records',
  'count_deleted_records',
  'count_truncated_records',
];

export class AdoptRecordTables20261124170030 implements MigrationInterface {
  name = 'AdoptRecordTables20261124170030';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, ...columns] of TABLES) {
      await runner.query('SELECT adopt_record_table($1, VARIADIC $2::text[])', [table, columns]);
    }
    // The count of before, and its cursor. A process of the last build that still runs begins it anew.
    await runner.query(`DELETE FROM journal_consumers WHERE name = 'record-counts'`);
    await runner.query(`DELETE FROM usage_counters WHERE counter = 'records'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table] of TABLES) {
      for (const trigger of TRIGGERS) await runner.query(`DROP TRIGGER ${trigger} ON ${table}`);
      await runner.query('DELETE FROM record_count_deltas WHERE table_name = $1', [table]);
    }
    for (const [table, ...columns] of TABLES) {
      if (columns.length > 0) await runner.query(`DROP STATISTICS ${table}_search`);
    }
  }
}
