import { describe, expect, it } from '@jest/globals';
import { createPostgresBackend, Queue } from 'bullmq';
import { testEnvironment } from '../../../test/support/test-environment.js';
import { readConfiguration } from '../config/configuration.js';
import { createQueuePool, withoutListeners } from './queue-pool.js';

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
    const connection = withoutListeners(pool);
    const made = new Queue('spec', { connection }, createPostgresBackend);
    expect(pool.listenerCount('error')).toBe(before);
    await made.close();
    await pool.end();
  });
});
