import pg from 'pg';
import type { DatabaseConfig } from '../config/database.config.js';
import type { QueueConfig } from '../config/queue.config.js';
import { clientSettings } from '../database/postgres-client.js';

/** The bounded pool that all of BullMQ shares when the queues are in PostgreSQL. */
export function createQueuePool(queue: QueueConfig, database: DatabaseConfig): pg.Pool {
  const pool = new pg.Pool({
    connectionString: database.directUrl,
    max: queue.postgresConnections,
    options: '-c search_path=bullmq',
    ...clientSettings({ applicationName: 'crm-queue' }),
  });
  pool.on('error', () => undefined);
  // BullMQ takes connections out without listening to them: one that ends then would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
