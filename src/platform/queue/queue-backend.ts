import { setTimeout as sleep } from 'node:timers/promises';
import { createPostgresBackend, type Job, Queue, runMigrations, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { DatabaseConfig } from '../config/database.config.js';
import type { QueueConfig } from '../config/queue.config.js';
import { LastingQueue } from './lasting-queue.js';
import { createQueuePool, poolOfQueue, poolOfWorker } from './queue-pool.js';
import { ReadyWorker } from './ready-worker.js';

export interface JobWorker {
  close(force?: boolean): Promise<void>;
}

export interface WorkerSettings {
  readonly concurrency: number;
  onError(error: Error): void;
}

/** BullMQ on one of its two stores; everything above it is the same code. */
export interface QueueBackend {
  readonly store: 'redis' | 'postgres';
  createQueue(name: string, onError: (error: Error) => void): LastingQueue;
  createWorker(name: string, run: (data: unknown) => Promise<void>, settings: WorkerSettings): JobWorker;
  close(): Promise<void>;
}

/** A worker that dies twice with the same job must not lose it: the default kills a job at its second stall. */
function workerOptions(config: QueueConfig, settings: WorkerSettings) {
  const lockDuration = config.lockMilliseconds;
  return {
    lockDuration,
    stalledInterval: Math.round(lockDuration / 3),
    maxStalledCount: 50,
    concurrency: settings.concurrency,
    runRetryDelay: STORE_RETRY_MS,
  };
}

/** How long after a failure of its store a worker asks it again, in milliseconds. */
const STORE_RETRY_MS = 250;

/** How long a worker whose jobs have ended waits for Redis, in milliseconds. */
const FAREWELL_MS = 2_000;

const JOB = { attempts: 1, removeOnComplete: true, removeOnFail: true };

/** Redis when `REDIS_URL` is set, else the schema `bullmq` of the control database. */
export async function connectQueueBackend(
  queue: QueueConfig,
  database: DatabaseConfig,
): Promise<QueueBackend> {
  return queue.redisUrl === undefined
    ? connectPostgres(queue, database)
    : connectRedis(queue.redisUrl, queue);
}

function connectRedis(url: string, config: QueueConfig): QueueBackend {
  const { prefix } = config;
  // A producer fails fast while Redis is away: the rows stay pending in PostgreSQL and the sweep finds them.
  const producer = new Redis(url, {
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    commandTimeout: 2_000,
  });
  const consumer = new Redis(url, { maxRetriesPerRequest: null });
  for (const connection of [producer, consumer]) connection.on('error', () => undefined);
  return {
    store: 'redis',
    createQueue: (name: string, onError: (error: Error) => void) => {
      const options = { connection: producer, prefix, defaultJobOptions: JOB, skipWaitingForReady: true };
      return new LastingQueue(() => new Queue(name, options), onError);
    },
    createWorker: (name: string, run: (data: unknown) => Promise<void>, settings: WorkerSettings) => {
      const running = new Set<Promise<void>>();
      const work = async ({ data }: Job<unknown, void>): Promise<void> => {
        const done = run(data);
        running.add(done);
        await done.finally(() => running.delete(done));
      };
      const options = { ...workerOptions(config, settings), connection: consumer, prefix };
      const worker = new Worker<unknown, void>(name, work, options);
      worker.on('error', (error) => settings.onError(error));
      return { close: () => closeRedisWorker(worker, running, consumer.status !== 'ready') };
    },
    close: async () => {
      producer.disconnect();
      consumer.disconnect();
      await Promise.resolve();
    },
  };
}

/**
 * Lets the jobs in flight end. What is left then is to tell Redis so, for which a worker would wait as long as Redis is
 * gone; it does not matter, since a job that comes again finds its work done in PostgreSQL.
 */
async function closeRedisWorker(
  worker: JobWorker,
  running: ReadonlySet<Promise<void>>,
  isAway: boolean,
): Promise<void> {
  const closed = worker.close(isAway);
  await Promise.allSettled(running);
  await Promise.race([closed, sleep(FAREWELL_MS, undefined, { ref: false })]);
}

async function connectPostgres(config: QueueConfig, database: DatabaseConfig): Promise<QueueBackend> {
  const pool = createQueuePool(config, database);
  const client = await pool.connect();
  try {
    await runMigrations(client);
  } finally {
    client.release();
  }
  return {
    store: 'postgres',
    createQueue: (name: string, onError: (error: Error) => void) => {
      const make = () => {
        const options = { connection: poolOfQueue(pool), defaultJobOptions: JOB };
        return new Queue(name, options, createPostgresBackend);
      };
      return new LastingQueue(make, onError);
    },
    createWorker: (name: string, run: (data: unknown) => Promise<void>, settings: WorkerSettings) => {
      const connection = poolOfWorker(pool, (error) => settings.onError(error));
      const options = { ...workerOptions(config, settings), connection, autorun: false };
      const work = (job: Job<unknown, void>) => run(job.data);
      const make = () => new Worker(name, work, options, createPostgresBackend);
      return new ReadyWorker(make, (error) => settings.onError(error));
    },
    close: () => pool.end(),
  };
}
