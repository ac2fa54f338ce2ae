import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { QueryFailedError } from 'typeorm';
import { createLogger } from '../../src/platform/logging/logger.js';

const CANARY = 'canary@person.example';

function logged(error: unknown): { text: string; entry: Record<string, unknown> } {
  let text = '';
  const logger = createLogger({ level: 'info', destination: { write: (line) => void (text += line) } });
  logger.error({ error }, 'A request failed');
  return { text, entry: JSON.parse(text).error };
}

describe('an error in the log', () => {
  let client: pg.Client;

  beforeAll(async () => {
    client = new pg.Client({ connectionString: process.env['TEST_DATABASE_URL'] });
    await client.connect();
    await client.query('CREATE TEMPORARY TABLE people (email text PRIMARY KEY, age integer CHECK (age > 0))');
    await client.query(`CREATE FUNCTION pg_temp.fail(who text) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN EXECUTE format('SELECT 1/0 AS %I', who); END $$`);
    await client.query('INSERT INTO people VALUES ($1, 1)', [CANARY]);
  });

  afterAll(() => client.end());

  async function failureOf(text: string, values: unknown[]): Promise<Error> {
    try {
      await client.query(text, values);
    } catch (error) {
      if (error instanceof pg.DatabaseError) return error;
      throw error;
    }
    throw new Error('The statement did not fail');
  }

  it.each([
    ['duplicate key: detail', 'INSERT INTO people VALUES ($1, 1)', '23505'],
    ['check: detail with the failing row', "INSERT INTO people VALUES ($1 || 'x', -1)", '23514'],
    ['invalid value: message', 'SELECT CAST($1::text AS uuid)', '22P02'],
    ['function: where', 'SELECT pg_temp.fail($1)', '22012'],
  ])('names the fault and no row value (%s)', async (_what, statement, code) => {
    const error = await failureOf(statement, [CANARY]);
    // The server did tell the value: the serializer is what keeps it back.
    expect(JSON.stringify([error.message, error])).toContain(CANARY);

    const { text, entry } = logged(error);
    expect(entry).toMatchObject({ code });
    expect(String(entry['stack'])).toMatch(/^ {4}at /);
    expect(text).not.toContain(CANARY);
  });

  it('leaves out what TypeORM and causes add', async () => {
    const cause = await failureOf('INSERT INTO people VALUES ($1, 1)', [CANARY]);
    const failed = new QueryFailedError('INSERT …', [CANARY], cause);
    const { text, entry } = logged(new Error('Outer', { cause: failed }));
    expect(entry).toMatchObject({
      message: 'Outer',
      cause: { type: 'QueryFailedError', constraint: 'people_pkey' },
    });
    expect(text).not.toContain(CANARY);
  });

  it('shows every error of several, and survives what is no error', () => {
    const several = new AggregateError(
      [Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })],
      'all',
    );
    expect(logged(several).entry).toMatchObject({ message: 'all', errors: [{ code: 'ECONNREFUSED' }] });
    expect(logged(CANARY).text).not.toContain(CANARY);
  });
});
