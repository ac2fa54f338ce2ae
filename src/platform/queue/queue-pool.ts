import type pg from 'pg';
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

/**
 * The pool as one queue or worker sees it. BullMQ listens for errors of idle connections and never stops, so that each
 * queue that failed and was replaced would stay in memory for as long as the pool lives.
 */
export function withoutListeners(pool: pg.Pool): pg.Pool {
  const view: pg.Pool = new Proxy(pool, {
    get(target, property) {
      if (property === 'on') return () => view;
      const value: unknown = Reflect.get(target, property, target);
      return value instanceof Function ? (value.bind(target) as unknown) : value;
    },
  });
  return view;
}
