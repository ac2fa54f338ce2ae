// `npm run bench:export`: a million contacts exported in every format, streamed and as a job; what matters is that the
// memory of the process stays where it was.
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { fill } from './fill.mjs';
import { register, startPostgres, startProduct } from './product.mjs';

const ROWS = Number(process.env.BENCH_ROWS ?? 1_000_000);
const FIELDS = 'id,firstName,lastName,email,phone,status,lifecycleStage,createdAt';

const megabytesOf = (pid) => {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Math.round(Number(kilobytes) / 1024);
};

/** The memory of a process while `work` runs: its highest in the first tenth of the time, and over all of it. */
async function watched(pid, work) {
  const seen = [];
  const timer = setInterval(() => seen.push(megabytesOf(pid)), 200);
  const begin = performance.now();
  try {
    const result = await work();
    const seconds = (performance.now() - begin) / 1000;
    return {
      ...result,
      seconds: Math.round(seconds),
      rowsPerSecond: Math.round(ROWS / seconds),
      megabytesFirstTenth: Math.max(...seen.slice(0, Math.ceil(seen.length / 10))),
      megabytesHighest: Math.max(...seen),
    };
  } finally {
    clearInterval(timer);
  }
}

/** Read and thrown away; counts the lines of texts. */
async function download(path, token) {
  const answer = await fetch(path, { headers: { authorization: `Bearer ${token}` } });
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  let [bytes, lines] = [0, 0];
  for await (const chunk of answer.body) {
    bytes += chunk.length;
    for (const byte of chunk) if (byte === 10) lines += 1;
  }
  return { megabytes: Math.round(bytes / 1024 / 1024), lines };
}

async function asJob(url, token, format) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ format, fields: FIELDS.split(',') });
  const answer = await fetch(`${url}/api/contacts/export`, { method: 'POST', headers, body });
  if (answer.status !== 202) throw new Error(`export as a job: ${answer.status} ${await answer.text()}`);
  const { id } = await answer.json();
  for (;;) {
    const job = await (await fetch(`${url}/api/jobs/${id}`, { headers })).json();
    if (job.state === 'completed') return download(`${url}/api/jobs/${id}/result`, token);
    if (job.state === 'failed') throw new Error(JSON.stringify(job.error));
    await pause(500);
  }
}

const postgres = await startPostgres(54_396);
let product;
try {
  product = await startProduct(postgres.url('crm_control'), { PORT: '5396' });
  const { token, tenantId, userId } = await register(product.url, 'export');
  await fill(postgres.url(`crm_tenant_${tenantId.replaceAll('-', '')}`), userId, 'contacts', ROWS);
  const results = { megabytesAtRest: megabytesOf(product.pid) };
  for (const format of ['csv', 'ndjson', 'xlsx']) {
    const path = `${product.url}/api/contacts/export?format=${format}&fields=${FIELDS}`;
    const runs = {
      streamed: () => download(path, token),
      asJob: () => asJob(product.url, token, format),
    };
    for (const [how, run] of Object.entries(runs)) {
      const figures = await watched(product.pid, run);
      if (format !== 'xlsx' && figures.lines < ROWS) throw new Error(`${format}: ${figures.lines} lines`);
      results[`${format}, ${how}`] = figures;
      console.log(`${format} ${how}`.padEnd(18), JSON.stringify(figures));
    }
  }
  await mkdir('bench/results', { recursive: true });
  const facts = { node: process.version, cores: cpus().length, rows: ROWS };
  await writeFile('bench/results/export.json', `${JSON.stringify({ ...facts, ...results }, null, 2)}\n`);
} finally {
  await product?.stop();
  await postgres.stop();
}
