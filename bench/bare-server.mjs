// The bare server that the product is compared with: node:http and pg, pool 10, named prepared statements, the same
// tables, columns and indexes, JSON.stringify. No validation, no authentication, no journal reader.
import { createServer } from 'node:http';
import { randomUUID } from 'node:crypto';
import pg from 'pg';

const [url, tenantId, userId] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: url, max: 10 });
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

const FIELDS = [
  'id',
  'external_id',
  'tags',
  'custom_fields',
  'owner_id',
  'created_at',
  'created_by',
  'updated_at',
  'updated_by',
  'version',
  'deleted_at',
  'first_name',
  'last_name',
  'email',
  'phone',
  'company',
  'job_title',
  'website',
  'description',
  'source',
  'status',
  'temperature',
  'score',
  'first_contact_at',
  'first_contact_note',
  'last_contact_at',
  'last_contact_note',
  'next_contact_at',
  'follow_up_action',
];
const camel = (name) => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
const SELECTION = FIELDS.map((field) => `"${field}" AS "${camel(field)}"`).join(', ');
const GET = { name: 'get', text: `SELECT ${SELECTION} FROM leads WHERE id = $1 AND deleted_at IS NULL` };
const LIST = {
  name: 'list',
  text: `SELECT ${SELECTION} FROM leads WHERE deleted_at IS NULL ORDER BY created_at DESC, id DESC LIMIT $1`,
};
const COUNT = { name: 'count', text: 'SELECT count(*) AS count FROM leads WHERE deleted_at IS NULL' };
const WANTED = 'deleted_at IS NULL AND status = $1 AND score >= $2';
const FILTERED = {
  name: 'filtered',
  text: `SELECT ${SELECTION} FROM leads WHERE ${WANTED} ORDER BY created_at DESC, id DESC LIMIT $3`,
};
const FILTERED_COUNT = {
  name: 'filtered-count',
  text: `SELECT count(*) AS count FROM (SELECT 1 FROM leads WHERE ${WANTED} LIMIT 10001) AS found`,
};
const INSERT = {
  name: 'insert',
  text: `INSERT INTO leads (${FIELDS.join(', ')}) VALUES (${FIELDS.map((_, index) => `$${index + 1}`).join(', ')})`,
};
const JOURNAL = {
  name: 'journal',
  text: `INSERT INTO journal (id, resource, record_id, type, version, actor_kind, actor_id, request_id, changes, record,
    occurred_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
};

const INSERT_MANY = {
  name: 'insert-many',
  text: `INSERT INTO leads (${FIELDS.join(', ')}) SELECT ${FIELDS.join(', ')} FROM json_populate_recordset(NULL::leads, $1)`,
};
const JOURNAL_MANY = {
  name: 'journal-many',
  text: `INSERT INTO journal (id, resource, record_id, type, version, actor_kind, actor_id, request_id, changes, record,
    occurred_at) SELECT id, 'lead', record_id, 'lead.created', 1, 'user', $2, 'bare', NULL, record, $3
    FROM json_to_recordset($1) AS entry (id uuid, record_id uuid, record jsonb)`,
};

function view(row) {
  const shown = { ...row, tenantId };
  delete shown.deletedAt;
  return shown;
}

async function get(id) {
  const { rows } = await pool.query({ ...GET, values: [id] });
  return rows[0] === undefined ? undefined : view(rows[0]);
}

async function list() {
  return pageOf(await Promise.all([pool.query({ ...LIST, values: [20] }), pool.query(COUNT)]));
}

async function search({ filter }) {
  const values = filter.and.map(({ value }) => value);
  return pageOf(
    await Promise.all([
      pool.query({ ...FILTERED, values: [...values, 20] }),
      pool.query({ ...FILTERED_COUNT, values }),
    ]),
  );
}

function pageOf([page, total]) {
  const totalCount = total.rows[0].count;
  return {
    items: page.rows.map(view),
    page: 1,
    pageSize: 20,
    totalCount,
    totalPages: Math.ceil(totalCount / 20),
  };
}

function newLead(input, now) {
  const lead = Object.fromEntries(FIELDS.map((field) => [camel(field), null]));
  return Object.assign(lead, input, {
    id: randomUUID(),
    tags: [],
    customFields: {},
    status: 'New',
    version: 1,
    createdAt: now,
    createdBy: userId,
    updatedAt: now,
    updatedBy: userId,
  });
}

async function createMany({ leads }) {
  const now = new Date();
  const made = leads.map((input) => newLead(input, now));
  const rows = made.map((lead) => Object.fromEntries(FIELDS.map((field) => [field, lead[camel(field)]])));
  const entries = made.map((lead) => ({ id: randomUUID(), record_id: lead.id, record: view(lead) }));
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query({ ...INSERT_MANY, values: [JSON.stringify(rows)] });
    await client.query({ ...JOURNAL_MANY, values: [JSON.stringify(entries), userId, now] });
    await client.query('COMMIT');
  } finally {
    client.release();
  }
  const results = made.map(({ id }, index) => ({ index, status: 201, id, version: 1 }));
  return { results, succeeded: results.length, failed: 0 };
}

async function create(input) {
  const now = new Date();
  const lead = newLead(input, now);
  const shown = view(lead);
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query({ ...INSERT, values: FIELDS.map((field) => lead[camel(field)]) });
    await client.query({
      ...JOURNAL,
      values: [
        randomUUID(),
        'lead',
        lead.id,
        'lead.created',
        1,
        'user',
        userId,
        'bare',
        null,
        JSON.stringify(shown),
        now,
      ],
    });
    await client.query('COMMIT');
  } finally {
    client.release();
  }
  return shown;
}

async function read(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
}

const server = createServer((request, response) => {
  const send = (status, body) => {
    const text = JSON.stringify(body);
    response.writeHead(status, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    });
    response.end(text);
  };
  const work = request.url.endsWith('/bulk')
    ? read(request)
        .then(createMany)
        .then((answer) => send(200, answer))
    : request.url.endsWith('/search')
      ? read(request)
          .then(search)
          .then((page) => send(200, page))
      : request.method === 'POST'
        ? read(request)
            .then(create)
            .then((lead) => send(201, lead))
        : request.url.startsWith('/api/leads/')
          ? get(request.url.slice('/api/leads/'.length)).then((lead) => send(lead ? 200 : 404, lead ?? {}))
          : list().then((page) => send(200, page));
  work.catch((error) => send(500, { message: String(error) }));
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
