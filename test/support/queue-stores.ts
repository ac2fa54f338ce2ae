import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { withClient } from '../../src/platform/database/postgres-client.js';

/** One of the two stores the queues may live in. */
export interface QueueStore {
  readonly name: 'PostgreSQL' | 'Redis';
  readonly settings: Readonly<Record<string, string>>;
  /** Loses everything in the store. */
  flush(databaseUrl: string): Promise<void>;
  /** Everything in the store, as text. */
  dump(databaseUrl: string): Promise<string>;
}

const postgres: QueueStore = {
  name: 'PostgreSQL',
  settings: {},
  flush: (databaseUrl) =>
    onTables(databaseUrl, async (query, tables) => {
      if (tables.length > 0) await query(`TRUNCATE ${tables.join(', ')} CASCADE`);
    }),
  dump: (databaseUrl) =>
    onTables(databaseUrl, async (query, tables) => {
      const rows = await Promise.all(tables.map((table) => query(`SELECT row_to_json(t) FROM ${table} t`)));
      return JSON.stringify(rows);
    }),
};

type Query = (text: string) => Promise<unknown[]>;

/** The tables of jobs; the one that knows the schema's version is not the queue's content. */
function onTables<Result>(
  databaseUrl: string,
  work: (query: Query, tables: string[]) => Promise<Result>,
): Promise<Result> {
  return withClient(databaseUrl, { applicationName: 'spec' }, async (client) => {
    const found = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname = 'bullmq' AND tablename !~ 'migration'`,
    );
    const query: Query = async (text) => (await client.query<Record<string, unknown>>(text)).rows;
    return work(
      query,
      found.rows.map(({ name }) => name),
    );
  });
}

function redis(url: string): QueueStore {
  const prefix = `{t${randomBytes(4).toString('hex')}}`;
  const keys = async <Result>(work: (client: Redis, found: string[]) => Promise<Result>): Promise<Result> => {
    const client = new Redis(url);
    try {
      return await work(client, await client.keys(`${prefix}:*`));
    } finally {
      client.disconnect();
    }
  };
  return {
    name: 'Redis',
    settings: { REDIS_URL: url, QUEUE_PREFIX: prefix },
    // Only this product's keys: other specs share the server.
    flush: () =>
      keys(async (client, found) => {
        if (found.length > 0) await client.del(...found);
      }),
    dump: () =>
      keys(async (client, found) => {
        const values = await Promise.all(found.map((key) => client.dump(key)));
        return found.concat(values).join('\n');
      }),
  };
}

/** PostgreSQL always; Redis where the tests have one. */
export function queueStores(): QueueStore[] {
  const url = process.env['TEST_REDIS_URL'];
  return url === undefined ? [postgres] : [postgres, redis(url)];
}
