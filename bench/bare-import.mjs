// What an import is compared with: the same rows by set-based SQL alone, into the same tables with the same indexes and
// triggers, a journal row for each; nothing is checked.
import pg from 'pg';

const SLICE = 10_000;
const STAGE = `CREATE UNLOGGED TABLE staged (n bigint GENERATED ALWAYS AS IDENTITY, first_name text, last_name text,
  email text, phone text, job_title text, city text, country text, source text, external_id text)`;
const COLUMNS = 'first_name, last_name, email, phone, job_title, city, country, source, external_id';
const WRITE = `WITH fresh AS (
    SELECT uuidv7() AS id, now() AS at, ${COLUMNS} FROM staged WHERE n > $1 AND n <= $2
  ), written AS (
    INSERT INTO contacts (id, ${COLUMNS}, status, lifecycle_stage, created_at, created_by, updated_at, updated_by, version)
    SELECT id, ${COLUMNS}, 'new', 'lead', at, $3, at, $3, 1 FROM fresh
  )
  INSERT INTO journal (id, resource, record_id, type, version, actor_kind, actor_id, request_id, changes, record, occurred_at)
  SELECT uuidv7(), 'contact', id, 'contact.created', 1, 'user', $3, 'bare', NULL, $4::jsonb || jsonb_build_object(
      'id', id, 'firstName', first_name, 'lastName', last_name, 'email', email, 'phone', phone, 'jobTitle', job_title,
      'city', city, 'country', country, 'source', source, 'externalId', external_id, 'createdAt', at, 'updatedAt', at), at
  FROM fresh`;

/** @param record any imported one, whose other fields all of them have */
export async function bareImport(url, { userId }, record, file, rows) {
  const client = new pg.Client(url);
  await client.connect();
  await client.query('SET statement_timeout = 0');
  const begin = performance.now();
  await client.query(STAGE);
  await client.query(`COPY staged (${COLUMNS}) FROM '${file}' WITH (FORMAT csv, HEADER true)`);
  await client.query('CREATE INDEX ON staged (n)');
  for (let done = 0; done < rows; done += SLICE) {
    await client.query(WRITE, [done, done + SLICE, userId, JSON.stringify(record)]);
  }
  const seconds = (performance.now() - begin) / 1000;
  const {
    rows: [{ count }],
  } = await client.query('SELECT count(*)::integer AS count FROM contacts');
  if (count !== rows) throw new Error(`${count} rows`);
  await client.end();
  return { seconds: Number(seconds.toFixed(1)), rowsPerSecond: Math.round(rows / seconds) };
}
