import { beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { withDatabase } from '../../src/platform/database/postgres-client.js';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { bulkLeads, makeLeads } from '../support/bulk-calls.js';
import { eventually } from '../support/eventually.js';
import { queryDatabase } from '../support/server-query.js';
import { useTestProduct } from '../support/use-test-product.js';

const PREFIX = 'tbulkraces';
const WAITING = `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;

function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  const place = (index: number) => Math.imul(index + 1, 2_654_435_761 + seed * 97) >>> 0;
  return items
    .map((item, index) => ({ item, order: place(index) }))
    .sort((one, other) => one.order - other.order)
    .map(({ item }) => item);
}

describe('writes at one time', () => {
  const { product, api } = useTestProduct({
    DATABASE_PREFIX: PREFIX,
    // They wait for each other on purpose; what it is about is that none waits in a circle.
    CONNECTION_WAIT_MS: '60000',
    STATEMENT_TIMEOUT_MS: '60000',
  });
  let admin: ApiClient & { readonly tenant: RegisteredTenant };
  let database: string;

  beforeAll(async () => {
    admin = await api().register();
    const name = `${PREFIX}_tenant_${admin.tenant.tenantId.replaceAll('-', '')}`;
    database = withDatabase(product().databaseUrl, name);
  });

  const many = <Answer>(count: number, work: (index: number) => Promise<Answer>) =>
    Promise.all(Array.from({ length: count }, (_, index) => work(index)));
  const versionsOf = (ids: readonly string[]) =>
    queryDatabase<{ id: string; versions: number[] }>(
      database,
      `SELECT record_id AS id, array_agg(version ORDER BY seq) AS versions FROM journal
       WHERE record_id = ANY ($1) GROUP BY record_id`,
      [ids],
    );

  /** Holds what the statements lock, until it is told to let go. */
  async function holding<Result>(
    statements: readonly string[],
    work: (client: pg.Client) => Promise<Result>,
  ): Promise<Result> {
    const client = new pg.Client(database);
    await client.connect();
    try {
      await client.query('BEGIN');
      for (const statement of statements) await client.query(statement);
      return await work(client);
    } finally {
      await client.end();
    }
  }

  it('lose no update of 50 writers who name the version they have seen', async () => {
    const [id] = await makeLeads(admin, { lastName: 'Counter', score: 0 });
    const path = `/api/leads/${String(id)}`;
    // A score is always one behind its version: who comes late learns of both at once.
    const increment = async (score: number): Promise<void> => {
      const { status, body } = await admin.patch<{ error: { details: { theirs: number }[] } }>(path, {
        body: { score: score + 1, version: score + 1 },
      });
      if (status !== 412) {
        expect(status).toBe(200);
        return;
      }
      return increment(body.error.details[0]?.theirs ?? 0);
    };
    await many(50, () => increment(0));
    expect((await admin.get(path)).body).toMatchObject({ score: 50, version: 51 });
    expect(await versionsOf([String(id)])).toEqual([
      { id, versions: Array.from({ length: 51 }, (_, n) => n + 1) },
    ]);
  }, 120_000);

  it('end without a deadlock when 20 bulks change and upsert the same records in any order', async () => {
    const keys = Array.from({ length: 40 }, (_, index) => `race-${index}`);
    const ids = await makeLeads(admin, ...keys.map((externalId) => ({ externalId, lastName: 'Doe' })));
    const answers = await many(20, (index) => {
      // Every call writes another score, so that each of its items is a change.
      return index % 2 === 0
        ? bulkLeads(
            admin,
            'PATCH',
            shuffled(ids, index).map((id) => ({ id, score: index })),
          )
        : bulkLeads(
            admin,
            'PUT',
            shuffled(keys, index).map((externalId) => ({ externalId, score: index })),
          );
    });
    expect(answers.filter(({ status }) => status !== 200).map(({ body }) => body)).toEqual([]);
    const versions = await versionsOf(ids);
    expect(versions).toHaveLength(ids.length);
    for (const record of versions)
      expect(record.versions).toEqual(Array.from({ length: 21 }, (_, n) => n + 1));
  }, 60_000);

  it('make one record of a key, by upserts and by creates', async () => {
    const keys = Array.from({ length: 30 }, (_, index) => `once-${index}`);
    const answers = await many(12, (index) => {
      const leads = shuffled(keys, index).map((externalId) => ({ externalId, lastName: `Writer ${index}` }));
      return bulkLeads(admin, index % 3 === 0 ? 'POST' : 'PUT', leads);
    });
    const statuses = new Set(answers.flatMap(({ body }) => body.results.map(({ status }) => status)));
    expect([...statuses].filter((status) => ![200, 201, 409].includes(status))).toEqual([]);
    const created = answers.flatMap(({ body }) => body.results.filter(({ status }) => status === 201));
    expect(created).toHaveLength(keys.length);
    const [row] = await queryDatabase(
      database,
      `SELECT count(*)::integer AS count FROM leads WHERE external_id LIKE 'once-%'`,
    );
    expect(row).toEqual({ count: keys.length });
  }, 60_000);

  it('make one record of a value that no index keeps unique', async () => {
    const emails = Array.from({ length: 30 }, (_, index) => `once-${index}@example.com`);
    const answers = await many(8, (index) => {
      const leads = shuffled(emails, index).map((email) => ({ email, score: index }));
      return bulkLeads(admin, 'PUT', leads, '?matchOn=email');
    });
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const [row] = await queryDatabase(
      database,
      `SELECT count(*)::integer AS count FROM leads WHERE email LIKE 'once-%'`,
    );
    expect(row).toEqual({ count: emails.length });
  }, 60_000);

  it('are done again when the server ends them for the sake of another', async () => {
    const ids = (await makeLeads(admin, { lastName: 'One' }, { lastName: 'Two' })).sort();
    const [first, second] = ids;
    await holding([`SELECT 1 FROM leads WHERE id = '${String(second)}' FOR UPDATE`], async (client) => {
      const answer = bulkLeads(
        admin,
        'PATCH',
        ids.map((id) => ({ id, score: 5 })),
      );
      await eventually('the call waits', async () => (await queryDatabase(database, WAITING)).length > 0);
      // A circle now: the call has the first and waits for the second.
      await client.query(`SELECT 1 FROM leads WHERE id = '${String(first)}' FOR UPDATE`);
      await client.query('COMMIT');
      expect((await answer).body).toMatchObject({ succeeded: 2, failed: 0 });
    });
    expect((await versionsOf(ids)).map(({ versions }) => versions)).toEqual([
      [1, 2],
      [1, 2],
    ]);
  }, 30_000);

  it('leave nothing of an atomic bulk whose connection dies in the middle', async () => {
    const leads = Array.from({ length: 200 }, (_, index) => ({
      lastName: 'Torn',
      externalId: `torn-${index}`,
    }));
    const taken = `INSERT INTO leads (id, external_id, last_name, status, created_at, created_by, updated_at, updated_by, version)
      VALUES (gen_random_uuid(), 'torn-99', 'Foreign', 'New', now(), gen_random_uuid(), now(), gen_random_uuid(), 1)`;
    await holding([taken], async () => {
      const answer = bulkLeads(admin, 'POST', leads, '?atomic=true');
      await eventually('the call is killed while it waits', async () => {
        const killed = await queryDatabase(
          database,
          `SELECT pg_terminate_backend(pid) FROM (${WAITING}) AS waiting`,
        );
        return killed.length > 0;
      });
      expect((await answer).status).toBe(503);
    });
    const [left] = await queryDatabase(
      database,
      `SELECT (SELECT count(*)::integer FROM leads WHERE last_name = 'Torn') AS leads,
        (SELECT count(*)::integer FROM journal WHERE record->>'lastName' = 'Torn') AS journal`,
    );
    expect(left).toEqual({ leads: 0, journal: 0 });
  }, 30_000);
});
