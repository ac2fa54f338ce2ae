// Fills the tables of a tenant with people, many and fast.
import pg from 'pg';

const oneOf = (texts, by) => `(ARRAY['${texts.join("','")}'])[1 + (n * ${by}) % ${texts.length}]`;
export const FIRST =
  'John Jane Zoë Ann Hannah Pierre Marie Olga Ivan Mohammed Wei Maria José Peter Susan Linda'.split(' ');
export const LAST =
  'Smith Johnson Williams Brown Jones García Miller Davis Martínez López Wilson Moore Martin'.split(' ');
const COMPANIES = 'Acme Globex Initech Umbrella Stark Wayne Wonka Hooli Vehement Massive'.split(' ');

/** By table: its searched columns in the policy's order, and what else it needs. Two thirds of the names have a tail of their own. */
const PERSON = {
  first_name: oneOf(FIRST, 7),
  last_name: `${oneOf(LAST, 11)} || CASE WHEN n % 3 = 0 THEN '' ELSE ' ' || substr(md5(n::text), 1, 7) END`,
  company: `${oneOf(COMPANIES, 3)} || ' ' || substr(md5((n % 5000)::text), 1, 5)`,
  email: `lower(${oneOf(LAST, 11)}) || n || '@example.com'`,
  phone: `'+1 (' || 200 + n % 700 || ') ' || lpad((n % 1000)::text, 3, '0') || '-' || lpad((n::bigint * 7919 % 10000)::text, 4, '0')`,
};
const TABLES = {
  leads: { searched: PERSON, others: { status: `'New'` } },
  contacts: {
    searched: {
      first_name: PERSON.first_name,
      last_name: PERSON.last_name,
      email: PERSON.email,
      phone: PERSON.phone,
      mobile_phone: 'NULL',
    },
    others: { status: `'New'`, lifecycle_stage: `'Lead'` },
  },
};

/** Rows of such a table of a tenant by SQL, their search indexes built afterwards. */
export async function fill(url, userId, table, rows) {
  const { searched, others } = TABLES[table];
  const client = new pg.Client(url);
  await client.connect();
  const columns = {
    id: `uuidv7(-n * interval '1 second')`,
    ...searched,
    ...others,
    created_at: `now() - n * interval '1 second'`,
    created_by: `'${userId}'::uuid`,
    updated_at: 'now()',
    updated_by: `'${userId}'::uuid`,
    version: '1',
  };
  const started = Date.now();
  await client.query(`SET maintenance_work_mem = '512MB'; SET statement_timeout = 0`);
  await client.query(`DROP INDEX ${table}_search_words, ${table}_search_fragments`);
  await client.query(
    `INSERT INTO ${table} (${Object.keys(columns).join(', ')})
     SELECT ${Object.values(columns).join(', ')} FROM generate_series(1, ${rows}) AS n`,
  );
  await client.query('SELECT adopt_record_table($1, VARIADIC $2)', [table, Object.keys(searched)]);
  await client.query(`VACUUM ANALYZE ${table}`);
  await client.end();
  console.log(`${rows} rows after ${Math.round((Date.now() - started) / 1000)} s`);
}
