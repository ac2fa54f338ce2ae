import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createPostgresBackend, Queue, runMigrations, Worker } from 'bullmq';
import { eventually } from '../../../test/support/eventually.js';
import { testEnvironment } from '../../../test/support/test-environment.js';
import { readConfiguration } from '../config/configuration.js';
import { createQueuePool, poolOfQueue, poolOfWorker } from './queue-pool.js';

const JOB = { attempts: 1, removeOnComplete: true, removeOnFail: true };

describe('the pool of the queues', () => {
  it('outlives a server that ends a connection which nobody listens to', async () => {
    const { queue, database } = readConfiguration(testEnvironment(String(process.env['TEST_DATABASE_URL'])));
    const pool = createQueuePool(queue, database);
    const client = await pool.connect();
    const found = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const ended = new Promise<void>((resolve) => client.once('end', () => resolve()));
    await pool.query('SELECT pg_terminate_backend($1)', [found.rows[0]?.pid]);
    await ended;
    client.release(true);
    expect((await pool.query<{ two: number }>('SELECT 2 AS two')).rows).toEqual([{ two: 2 }]);
    await pool.end();
  });

  it('keeps nothing of a queue that is closed', async () => {
    const { queue, database } = readConfiguration(testEnvironment(String(process.env['TEST_DATABASE_URL'])));
    const pool = createQueuePool(queue, database);
    const before = pool.listenerCount('error');
    const connection = poolOfQueue(pool);
    const made = new Queue('spec', { connection }, createPostgresBackend);
    expect(pool.listenerCount('error')).toBe(before);
    await made.close();
    await pool.end();
  });

  it('lets a worker say again that a job has ended, when connections are lost over it', async () => {
    const { queue, database } = readConfiguration(testEnvironment(String(process.env['TEST_DATABASE_URL'])));
    const pool = createQueuePool(queue, database);
    const client = await pool.connect();
    await runMigrations(client);
    client.release();
    const name = `spec-${randomBytes(4).toString('hex')}`;
    const connection = poolOfQueue(pool);
    const asked = new Queue(name, { connection, defaultJobOptions: JOB }, createPostgresBackend);
    const losses: string[] = [];
    const lossy = new Proxy(pool, {
      get(target, property) {
        if (property !== 'query') return Reflect.get(target, property, target) as unknown;
        return (text: string, values?: unknown[]) => {
          const isLost = losses.length < 2 && /move_to_(completed|failed)/.test(text);
          return target.query(
            isLost ? 'SELECT pg_terminate_backend(pg_backend_pid())' : text,
            isLost ? [] : values,
          );
        };
      },
    });
    let runs = 0;
    const options = {
      connection: poolOfWorker(lossy, ({ message }) => losses.push(message)),
      lockDuration: 60_000,
      runRetryDelay: 100,
    };
    const work = async (): Promise<void> => void (runs += 1);
    const worker = new Worker(name, work, options, createPostgresBackend);
    worker.on('error', () => undefined);
    await asked.add('job', {});
    await eventually('the losses', () => losses.length === 2);
    await eventually('nothing is left', async () => {
      const counts = await asked.getJobCounts('wait', 'active', 'completed', 'failed');
      return Object.values(counts).every((count) => count === 0);
    });
    expect(runs).toBe(1);
    await worker.close();
    await asked.close();
    await pool.end();
  });
});
