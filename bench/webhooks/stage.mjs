// What the scenarios of `bench/webhooks.mjs` stand on: servers, tenants with endpoints, events, and what came of them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import { Pool } from 'undici';
import { register, startProcess } from '../product.mjs';

/** Connections over which leads are written. */
const CONNECTIONS = 32;

export const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export async function startRedis(port = 6_399) {
  const folder = await mkdtemp(join(tmpdir(), 'crm-redis-'));
  const settings = [
    '--port',
    String(port),
    '--save',
    '',
    '--dir',
    folder,
    '--maxmemory-policy',
    'noeviction',
  ];
  const child = spawn('redis-server', settings, { stdio: 'ignore' });
  await sleep(500);
  const url = `redis://127.0.0.1:${port}`;
  const client = new Redis(url);
  return {
    url,
    usedMegabytes: async () => {
      const [, bytes] = /used_memory:(\d+)/.exec(await client.info('memory'));
      return Math.round(bytes / 104_857.6) / 10;
    },
    stop: async () => {
      client.disconnect();
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function startSink() {
  const { result, stop, pid } = await startProcess(['bench/webhooks/sink.mjs'], {}, (text) =>
    Number(text.trim()),
  );
  const url = `http://127.0.0.1:${result}`;
  return {
    url,
    pid,
    stop,
    clear: () => fetch(url, { method: 'DELETE' }),
    figures: () => fetch(url).then((answer) => answer.json()),
  };
}

async function call(base, token, path, body) {
  const answer = await fetch(`${base}/api/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** Tenants with so many endpoints each, all of them pointed at the sink. */
export async function makeTenants(base, name, count, paths) {
  const tenants = [];
  for (let index = 0; index < count; index += 1) {
    const tenant = await register(base, `${name}${index}`);
    const hooks = paths(index);
    for (const url of hooks) await call(base, tenant.token, 'webhooks', { url, events: ['*'] });
    tenants.push({ ...tenant, endpoints: hooks.length });
  }
  return tenants;
}

export const databaseOf = ({ tenantId }) => `crm_tenant_${tenantId.replaceAll('-', '')}`;

/** Writes events as commits leave them, unseen by anybody; then says in the control database where to look. */
export async function writeEvents(postgres, tenants, each) {
  for (const tenant of tenants) {
    const client = new pg.Client(postgres.url(databaseOf(tenant)));
    await client.connect();
    await client.query(
      `INSERT INTO journal (id, resource, record_id, type, version, actor_kind, actor_id, request_id, record, occurred_at)
       SELECT gen_random_uuid(), 'lead', gen_random_uuid(), 'lead.created', 1, 'user', $1, 'bench',
         jsonb_build_object('id', gen_random_uuid(), 'lastName', 'Doe ' || n, 'description', repeat('x', 700), 'version', 1), now()
       FROM generate_series(1, $2::integer) AS n`,
      [tenant.userId, each],
    );
    await client.end();
  }
  const control = new pg.Client(postgres.url('crm_control'));
  await control.connect();
  await control.query(
    `INSERT INTO dirty_marks (tenant_id, generation, marked_at) SELECT unnest($1::uuid[]), 1, now() - interval '1 minute'
     ON CONFLICT (tenant_id) DO UPDATE SET marked_at = excluded.marked_at, generation = dirty_marks.generation + 1`,
    [tenants.map(({ tenantId }) => tenantId)],
  );
  await control.end();
}

async function inEach(postgres, tenants, text) {
  let sum = 0;
  for (const tenant of tenants) {
    const client = new pg.Client(postgres.url(databaseOf(tenant)));
    await client.connect();
    const { rows } = await client.query(text);
    sum += Number(rows[0]?.count ?? 0);
    await client.end();
  }
  return sum;
}

/** As if all that was delivered had been delivered before the time that deliveries are kept; the sweep is told. */
export async function ageDeliveries(postgres, tenants) {
  await inEach(
    postgres,
    tenants,
    "UPDATE webhook_deliveries SET created_at = created_at - interval '31 days'",
  );
  const control = new pg.Client(postgres.url('crm_control'));
  await control.connect();
  await control.query('UPDATE due_marks SET due_at = now()');
  await control.end();
}

export const countDeliveries = (postgres, tenants) =>
  inEach(postgres, tenants, 'SELECT count(*) FROM webhook_deliveries');

/** Memory of a process that is in RAM; where /proc is there to read it. */
export function residentMegabytes(pid) {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Math.round(kilobytes / 1_024);
}

/** Waits until the sink has seen so many; answers events per second between the first twentieth and the last. */
export async function rateOf(sink, count, seconds = 300) {
  const deadline = Date.now() + seconds * 1_000;
  for (;;) {
    const { events, requests } = await sink.figures();
    if (events.length >= count) {
      const times = events.map(({ at }) => at).sort((a, b) => a - b);
      const start = Math.floor(times.length / 20);
      const perSecond = ((times.length - start) / (times.at(-1) - times[start])) * 1_000;
      return { perSecond: Math.round(perSecond), requests, events: events.length };
    }
    if (Date.now() > deadline) throw new Error(`${events.length} of ${count} came`);
    await sleep(250);
  }
}

/** Writes at an even pace whatever the answers take, over few connections, as API clients keep them. */
export async function createLeads(base, tenants, { perSecond, seconds }) {
  const client = new Pool(base, { connections: CONNECTIONS });
  const running = [];
  const started = performance.now();
  for (let index = 0; index < perSecond * seconds; index += 1) {
    const due = started + (index / perSecond) * 1_000;
    if (due > performance.now() + 1) await sleep(due - performance.now());
    const tenant = tenants[index % tenants.length];
    running.push(createLead(client, tenant.token, `Doe ${index}`));
  }
  await Promise.all(running);
  await client.close();
}

async function createLead(client, token, lastName) {
  const { statusCode, body } = await client.request({
    path: '/api/leads',
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ lastName, description: 'x'.repeat(500) }),
  });
  if (statusCode !== 201) throw new Error(`leads: ${statusCode} ${await body.text()}`);
  await body.dump();
}
