import type { DatabaseConfig } from '../config/database.config.js';
import type { QueueConfig } from '../config/queue.config.js';
import { AttendedPool } from '../database/attended-pool.js';
import { clientSettings } from '../database/postgres-client.js';

/** The bounded pool that all of BullMQ shares when the queues are in PostgreSQL. */
export function createQueuePool(queue: QueueConfig, database: DatabaseConfig): AttendedPool {
  return new AttendedPool({
    connectionString: database.directUrl,
    max: queue.postgresConnections,
    options: '-c search_path=bullmq',
    ...clientSettings({ applicationName: 'crm-queue' }),
  });
}
