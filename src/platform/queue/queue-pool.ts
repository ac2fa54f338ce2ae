import { ConnectionClosedError } from 'bullmq';
import type pg from 'pg';
import type { DatabaseConfig } from '../config/database.config.js';
import type { QueueConfig } from '../config/queue.config.js';
import { AttendedPool } from '../database/attended-pool.js';
import { isConnectionLoss } from '../database/database-errors.js';
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
 * The pool as one queue sees it. BullMQ listens for errors of idle connections and never stops, so that each queue that
 * failed and was replaced would stay in memory for as long as the pool lives.
 */
export function poolOfQueue(pool: pg.Pool): pg.Pool {
  const view: pg.Pool = viewOf(pool, { on: () => view });
  return view;
}

/**
 * The pool as one worker sees it. BullMQ repeats a statement whose connection was lost only when it knows the error;
 * else a job that has ended stays locked, and those like it wait until the lock is over.
 */
export function poolOfWorker(pool: pg.Pool, onLoss: (error: Error) => void): pg.Pool {
  const query = async (text: string, values?: unknown[]): Promise<pg.QueryResult> => {
    try {
      return await pool.query(text, values);
    } catch (error) {
      if (!(error instanceof Error) || !isConnectionLoss(error)) throw error;
      onLoss(error);
      throw new ConnectionClosedError(error.message, error);
    }
  };
  return viewOf(poolOfQueue(pool), { query });
}

function viewOf(pool: pg.Pool, own: Readonly<Record<string, unknown>>): pg.Pool {
  return new Proxy(pool, {
    get(target, property) {
      if (typeof property === 'string' && property in own) return own[property];
      const value: unknown = Reflect.get(target, property, target);
      return value instanceof Function ? (value.bind(target) as unknown) : value;
    },
  });
}
