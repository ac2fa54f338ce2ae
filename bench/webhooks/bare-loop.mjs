// The bare loop that deliveries are compared with: one table of events in one database → a BullMQ job each on Redis →
// a signed POST → its row, written in batches. No tenants, no rights, no retries, no lease, no log of attempts.
import { createHmac } from 'node:crypto';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import { Agent, request } from 'undici';

const [url, redisUrl, sinkUrl, count] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: url, max: 10 });
const dispatcher = new Agent({ connections: 200, pipelining: 1 });
await pool.query(`DROP TABLE IF EXISTS outbox; CREATE TABLE outbox (id uuid PRIMARY KEY, seq bigserial, body jsonb NOT NULL,
  status text NOT NULL DEFAULT 'pending', delivered_at timestamptz, response_status integer);
  CREATE INDEX outbox_pending ON outbox (seq) WHERE status = 'pending'`);
await pool.query(
  `INSERT INTO outbox (id, body) SELECT gen_random_uuid(), jsonb_build_object('timestamp', now(), 'data', repeat('x', 900))
   FROM generate_series(1, $1::integer)`,
  [count],
);

let finished = [];
let timer;
const waiting = [];
async function flush() {
  timer = undefined;
  const [batch, settle] = [finished, waiting.splice(0)];
  finished = [];
  await pool.query({
    name: 'finish',
    text: `UPDATE outbox SET status = 'succeeded', delivered_at = now(), response_status = r.status
      FROM unnest($1::uuid[], $2::integer[]) AS r (id, status) WHERE outbox.id = r.id`,
    values: [batch.map(({ id }) => id), batch.map(({ status }) => status)],
  });
  for (const done of settle) done();
}

const queue = new Queue('bare', { connection: new Redis(redisUrl), prefix: '{bare}' });
const worker = new Worker(
  'bare',
  async ({ data: { id } }) => {
    const { rows } = await pool.query({
      name: 'get',
      text: 'SELECT body FROM outbox WHERE id = $1',
      values: [id],
    });
    const body = JSON.stringify({ id, type: 'lead.created', ...rows[0].body });
    const signature = createHmac('sha256', 'secret').update(`${id}.1.${body}`).digest('base64');
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-signature': `v1,${signature}`,
    };
    const answer = await request(sinkUrl, { method: 'POST', headers, body, dispatcher });
    await answer.body.dump();
    finished.push({ id, status: answer.statusCode });
    await new Promise((done) => {
      waiting.push(done);
      timer ??= setTimeout(flush, 5);
    });
  },
  { connection: new Redis(redisUrl, { maxRetriesPerRequest: null }), prefix: '{bare}', concurrency: 200 },
);
await worker.waitUntilReady();
process.stdout.write('ready\n');
let seq = 0;
for (;;) {
  const { rows } = await pool.query({
    name: 'next',
    text: `SELECT id, seq FROM outbox WHERE status = 'pending' AND seq > $1 ORDER BY seq LIMIT 500`,
    values: [seq],
  });
  if (rows.length === 0) break;
  seq = rows.at(-1).seq;
  await queue.addBulk(
    rows.map(({ id }) => ({ name: 'bare', data: { id }, opts: { removeOnComplete: true } })),
  );
}
