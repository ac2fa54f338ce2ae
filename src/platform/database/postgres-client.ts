import pg from 'pg';

/** int8 as number: our sequences stay far below 2^53. The rest as `pg` has it (numeric stays text). */
const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, Number);

export interface PostgresClientOptions {
  readonly applicationName: string;
  /** Milliseconds; 0 or absent = no limit (migrations). */
  readonly statementMilliseconds?: number;
}

const CONNECT_MILLISECONDS = 5_000;
const IDLE_IN_TRANSACTION_MILLISECONDS = 10_000;

export function createPostgresClient(url: string, options: PostgresClientOptions): pg.Client {
  return new pg.Client({ connectionString: url, types, ...clientSettings(options) });
}

/** The settings that every pool and client of the product shares. */
export function clientSettings(options: PostgresClientOptions) {
  return {
    application_name: options.applicationName,
    connectionTimeoutMillis: CONNECT_MILLISECONDS,
    keepAlive: true,
    ...(options.statementMilliseconds === undefined
      ? {}
      : {
          statement_timeout: options.statementMilliseconds,
          idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MILLISECONDS,
        }),
  };
}

/** The URL of another database on the same server. */
export function withDatabase(url: string, database: string): string {
  const target = new URL(url);
  target.pathname = `/${encodeURIComponent(database)}`;
  return target.toString();
}

export function databaseOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1));
}

/** Connects, runs `work`, and always disconnects. */
export async function withClient<Result>(
  url: string,
  options: PostgresClientOptions,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = createPostgresClient(url, options);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
