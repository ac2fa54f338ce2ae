import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import { AttendedPool } from './attended-pool.js';
import type { MigrationSet } from './migration-set.js';
import { clientSettings, databaseOf, withClient, withDatabase } from './postgres-client.js';
import { ADVISORY_LOCKS } from './advisory-locks.js';

const OPTIONS = { applicationName: 'crm-migrate' };
const TURN_MILLISECONDS = 100;

/**
 * Brings the database to the newest schema of `set`. The versions stand in its own `migrations` table, each written
 * in its migration's transaction (a migration with `transaction = false`, for CONCURRENTLY, runs outside one).
 * Two processes that start at once take turns.
 *
 * @returns how many migrations ran.
 */
export function migrateDatabase(url: string, set: MigrationSet): Promise<number> {
  return withClient(url, OPTIONS, async (lock) => {
    await takeTurn(lock);
    const dataSource = new DataSource({
      type: 'postgres',
      url,
      driver: { Pool: AttendedPool },
      migrations: [...set.migrations],
      migrationsTransactionMode: 'each',
      installExtensions: false,
      logging: false,
      poolSize: 1,
      extra: clientSettings(OPTIONS),
    });
    await dataSource.initialize();
    try {
      return (await dataSource.runMigrations()).length;
    } finally {
      await dataSource.destroy();
    }
  });
}

/** Asks again instead of waiting in the server: a statement that waits holds a snapshot, which CONCURRENTLY waits for. */
async function takeTurn(lock: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await lock.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [
      ADVISORY_LOCKS.migration,
    ]);
    if (rows[0]?.taken === true) return;
    await pause(TURN_MILLISECONDS);
  }
}

/** Makes the database when it is missing. */
export async function ensureDatabase(url: string): Promise<void> {
  const name = databaseOf(url);
  await withClient(withDatabase(url, 'postgres'), OPTIONS, async (client) => {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (found.rowCount !== 0) return;
    try {
      await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
    } catch (error) {
      const again = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
      if (again.rowCount === 0) throw error;
    }
  });
}
