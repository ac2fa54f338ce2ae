import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createPostgresBackend, Queue, runMigrations, Worker } from 'bullmq';
import pg from 'pg';
import { eventually } from '../../../test/support/eventually.js';
import { freePort } from '../../../test/support/free-port.js';
import { ReadyWorker } from './ready-worker.js';

describe('a worker whose first connections fail', () => {
  const name = `ready-${randomBytes(4).toString('hex')}`;
  const schema = '-c search_path=bullmq';
  let pool: pg.Pool;

  beforeAll(async () => {
    pool = new pg.Pool({ connectionString: process.env['TEST_DATABASE_URL'], options: schema });
    const client = await pool.connect();
    await runMigrations(client);
    client.release();
  });

  afterAll(() => pool.end());

  it('is replaced until one is ready', async () => {
    const away = new pg.Pool({ host: '127.0.0.1', port: await freePort(), connectionTimeoutMillis: 1_000 });
    const errors: string[] = [];
    const done: unknown[] = [];
    let made = 0;
    const make = () => {
      made += 1;
      const connection = made < 3 ? away : pool;
      const work = async ({ data }: { data: unknown }): Promise<void> => void done.push(data);
      return new Worker(name, work, { connection, autorun: false }, createPostgresBackend);
    };
    const worker = new ReadyWorker(make, ({ message }) => errors.push(message));
    const queue = new Queue(name, { connection: pool }, createPostgresBackend);
    await queue.addBulk([{ name: 'job', data: { number: 1 } }]);
    await eventually('the job ran', () => done.length === 1);
    expect(made).toBe(3);
    expect(errors.length).toBeGreaterThanOrEqual(2);
    await worker.close();
    await queue.close();
    await away.end();
  });

  it('ends when it is closed before it is ready', async () => {
    const away = new pg.Pool({ host: '127.0.0.1', port: await freePort(), connectionTimeoutMillis: 1_000 });
    const make = () =>
      new Worker(name, async () => undefined, { connection: away, autorun: false }, createPostgresBackend);
    const worker = new ReadyWorker(make, () => undefined);
    await worker.close();
    await away.end();
    expect(away.totalCount).toBe(0);
  });
});
