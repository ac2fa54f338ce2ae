// `npm run bench:import`: a million contacts imported from CSV, beside the same rows written by set-based SQL alone. What
// matters is how the two compare, that memory stays where it was, and that others hardly notice.
import { createWriteStream, openAsBlob, readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { bareImport } from './bare-import.mjs';
import { FIRST, LAST } from './fill.mjs';
import { percentile, register, settingsOf, startPostgres, startProcess, startProduct } from './product.mjs';

const ROWS = Number(process.env.BENCH_ROWS ?? 1_000_000);
const QUIET_SECONDS = Number(process.env.BENCH_QUIET_SECONDS ?? 20);
/** Milliseconds between two reads of the client that measures. */
const BETWEEN = 20;
const HEADER = 'First Name,Last Name,E-mail,Phone Number,Job Title,City,Country,Lead Source,Reference';

const rowOf = (n) => {
  const [first, last] = [FIRST[(n * 7) % FIRST.length], LAST[(n * 11) % LAST.length]];
  const phone = `+1 (${200 + (n % 700)}) ${String(n % 1000).padStart(3, '0')}-${String((n * 7919) % 10_000).padStart(4, '0')}`;
  return [
    first,
    last,
    `person${n}@example.com`,
    phone,
    '"Director, Sales"',
    'London',
    'GB',
    'Fair',
    `ref-${n}`,
  ];
};

function* lines() {
  yield `${HEADER}\r\n`;
  for (let n = 1; n <= ROWS; n += 1) yield `${rowOf(n).join(',')}\r\n`;
}

const megabytesOf = (pid) => {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Math.round(Number(kilobytes) / 1024);
};

/** Reads one record at a steady pace until `isOver`. @returns milliseconds that each read took */
async function readSteadily(url, token, isOver) {
  const taken = [];
  const headers = { authorization: `Bearer ${token}` };
  while (!isOver()) {
    const begin = performance.now();
    const answer = await fetch(url, { headers });
    await answer.arrayBuffer();
    if (answer.status !== 200) throw new Error(`${url}: ${answer.status}`);
    taken.push(performance.now() - begin);
    await pause(Math.max(0, BETWEEN - (performance.now() - begin)));
  }
  return taken;
}

const figuresOf = (taken) => ({
  reads: taken.length,
  p50: Number(percentile(taken, 0.5).toFixed(2)),
  p99: Number(percentile(taken, 0.99).toFixed(2)),
});

async function startImport(url, token, file) {
  const form = new globalThis.FormData();
  form.set('file', await openAsBlob(file, { type: 'text/csv' }), 'contacts.csv');
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${url}/api/contacts/import`, { method: 'POST', headers, body: form });
  const body = await answer.json();
  if (answer.status !== 202) throw new Error(`import: ${answer.status} ${JSON.stringify(body)}`);
  return body.id;
}

async function finished(url, token, id, each) {
  for (;;) {
    const headers = { authorization: `Bearer ${token}` };
    const job = await (await fetch(`${url}/api/jobs/${id}`, { headers })).json();
    each(job);
    if (job.state === 'completed') return job;
    if (job.state === 'failed') throw new Error(JSON.stringify(job.error));
    await pause(250);
  }
}

const folder = await mkdtemp(join(tmpdir(), 'crm-bench-import-'));
// The server reads the file too.
await chmod(folder, 0o755);
const postgres = await startPostgres(54_391);
const processes = [];
try {
  const file = join(folder, 'contacts.csv');
  await pipeline(lines, createWriteStream(file));
  const control = postgres.url('crm_control');
  const settings = { PORT: '5391', DATA_DIR: folder };
  const product = await startProduct(control, { ...settings, WORKERS: 'none' });
  processes.push(product);
  const worker = await startProcess(
    ['dist/src/worker.js'],
    settingsOf(control, { ...settings, PORT: '5390' }),
  );
  processes.push(worker);
  const one = await register(product.url, 'import');
  const other = await register(product.url, 'bare');
  const databaseOf = ({ tenantId }) => postgres.url(`crm_tenant_${tenantId.replaceAll('-', '')}`);

  const headers = { authorization: `Bearer ${one.token}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ firstName: 'Ada', externalId: 'the one that is read' });
  const read = await (await fetch(`${product.url}/api/contacts`, { method: 'POST', headers, body })).json();
  const path = `${product.url}/api/contacts/${read.id}`;
  const until = Date.now() + QUIET_SECONDS * 1_000;
  const quiet = figuresOf(await readSteadily(path, one.token, () => Date.now() > until));
  console.log('quiet'.padEnd(10), JSON.stringify(quiet));

  const memory = [];
  const uploadBegin = performance.now();
  const id = await startImport(product.url, one.token, file);
  const uploadSeconds = (performance.now() - uploadBegin) / 1000;
  let isOver = false;
  const reading = readSteadily(path, one.token, () => isOver);
  const begin = performance.now();
  const job = await finished(product.url, one.token, id, () => {
    memory.push({ api: megabytesOf(product.pid), worker: megabytesOf(worker.pid) });
  });
  const seconds = (performance.now() - begin) / 1000;
  isOver = true;
  const busy = figuresOf(await reading);
  if (job.counts.created !== ROWS) throw new Error(JSON.stringify(job.counts));
  const firstTenth = memory.slice(0, Math.max(1, Math.ceil(memory.length / 10)));
  const highest = (of, who) => Math.max(...of.map((at) => at[who]));
  const imported = {
    seconds: Number(seconds.toFixed(1)),
    uploadSeconds: Number(uploadSeconds.toFixed(1)),
    rowsPerSecond: Math.round(ROWS / seconds),
    workerMegabytesFirstTenth: highest(firstTenth, 'worker'),
    workerMegabytesHighest: highest(memory, 'worker'),
    apiMegabytesHighest: highest(memory, 'api'),
    reads: busy,
  };
  console.log('import'.padEnd(10), JSON.stringify(imported));

  // Reactions to the imported records are no part of what is compared.
  await drained(databaseOf(one));
  const bare = await bareImport(databaseOf(other), other, read, file, ROWS);
  console.log('bare'.padEnd(10), JSON.stringify(bare));

  const share = Number((imported.rowsPerSecond / bare.rowsPerSecond).toFixed(2));
  const slower = Number((busy.p99 / quiet.p99).toFixed(2));
  console.log('import / bare', share, ' p99 under import / quiet', slower);
  const facts = { node: process.version, cores: cpus().length, rows: ROWS };
  const results = { ...facts, quiet, imported, bare, importToBare: share, p99ToQuiet: slower };
  await mkdir('bench/results', { recursive: true });
  await writeFile('bench/results/import.json', `${JSON.stringify(results, null, 2)}\n`);
} finally {
  for (const child of processes.reverse()) await child.stop();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}

async function drained(url) {
  const client = new pg.Client(url);
  await client.connect();
  for (;;) {
    const { rows } = await client.query(
      'SELECT count(*)::integer AS left FROM journal WHERE position IS NULL',
    );
    if (rows[0].left === 0) break;
    await pause(500);
  }
  await client.end();
}
