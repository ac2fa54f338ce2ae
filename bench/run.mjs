// `npm run bench`: the product (production build, one process, everything on) beside a bare node:http + pg server on
// the same PostgreSQL and the same tables. Runs alternate; the figures are medians; the ratio is product / bare.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, mkdir, rm, writeFile, chmod } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { load } from './load.mjs';

const LEADS = Number(process.env.BENCH_LEADS ?? 20_000);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 4);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const CONNECTIONS = 32;
const only = process.argv[2];

const { startEmbeddedPostgres } =
  await import('../dist/src/platform/database/embedded/start-embedded-postgres.js');
const folder = await mkdtemp(join(tmpdir(), 'crm-bench-'));
await chmod(folder, 0o755);
const postgres = await startEmbeddedPostgres({ dataDir: folder, port: 54_399, log: () => undefined });
const children = [];

function start(args, environment, ready) {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${args[0]} exited with ${code}`)));
    child.stdout.on('data', (chunk) => {
      const found = ready(String(chunk));
      if (found) resolve(found);
    });
  });
}

async function waitFor(url) {
  for (let tries = 0; tries < 200; tries += 1) {
    try {
      if ((await fetch(url)).ok) return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error(`${url} does not answer`);
}

/** CPU time of a process so far, in microseconds; where /proc is there to read it. */
function cpuOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10_000;
  } catch {
    return Number.NaN;
  }
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

try {
  const port = 5_399;
  const settings = {
    NODE_ENV: 'production',
    PORT: String(port),
    HOST: '127.0.0.1',
    MIGRATE_ON_START: 'true',
    WORKERS: 'inline',
    DATABASE_URL: postgres.url('crm_control'),
    TENANT_CONNECTIONS: '40',
    JWT_SECRET: randomBytes(48).toString('hex'),
    ENCRYPTION_KEYS: `bench:${randomBytes(32).toString('base64')}`,
    DEFAULT_PLAN: 'enterprise',
    RATE_LIMIT_ENTERPRISE: '10000000',
    LOG_LEVEL: process.env.BENCH_LOG ?? 'warn',
    REGISTRATIONS_PER_HOUR: '100000',
  };
  const args = process.env.BENCH_PROFILE ? ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROFILE}`] : [];
  start([...args, 'dist/src/main.js'], settings, () => undefined).catch(() => undefined);
  const product = `http://127.0.0.1:${port}`;
  await waitFor(`${product}/health/ready`);
  const registered = await fetch(`${product}/api/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'bench@example.com', password: 'Admin@123', tenantName: 'Bench' }),
  });
  const { token, tenantId, userId } = await registered.json();
  const database = `crm_tenant_${tenantId.replaceAll('-', '')}`;
  const url = postgres.url(database);
  const client = new pg.Client(url);
  await client.connect();
  await client.query(
    `INSERT INTO leads (id, last_name, first_name, email, company, status, tags, created_at, created_by, updated_at, updated_by, version)
     SELECT gen_random_uuid(), 'Doe ' || n, 'John', 'lead' || n || '@example.com', 'Company ' || n % 500, 'New', '{}',
       now() - n * interval '1 minute', $1, now(), $1, 1 FROM generate_series(1, ${LEADS}) AS n`,
    [userId],
  );
  await client.query('VACUUM ANALYZE leads');
  const ids = (await client.query('SELECT id FROM leads LIMIT 1000')).rows.map((row) => row.id);
  await client.end();
  const bare = await start(['bench/bare-server.mjs', url, tenantId, userId], {}, (text) =>
    Number(text.trim()),
  );
  const bareUrl = `http://127.0.0.1:${bare}`;
  const body = JSON.stringify({
    firstName: 'John',
    lastName: 'Doe',
    email: 'john.doe@example.com',
    company: 'Example Corp',
    phone: '+1234567890',
    source: 'Website',
    status: 'New',
  });
  const scenarios = {
    get: (index) => ({ method: 'GET', path: `/api/leads/${ids[index % ids.length]}` }),
    list: () => ({ method: 'GET', path: '/api/leads?page=1&pageSize=20' }),
    create: () => ({ method: 'POST', path: '/api/leads', body }),
  };
  const pids = { product: children[0].pid, bare: children[1].pid };
  const results = {};
  for (const [name, request] of Object.entries(scenarios)) {
    if (only !== undefined && only !== name) continue;
    const rates = { product: [], bare: [] };
    const cpu = { product: [], bare: [] };
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const [side, base] of [
        ['bare', bareUrl],
        ['product', product],
      ]) {
        const before = cpuOf(pids[side]);
        const { perSecond, failures, requests } = await load({
          base,
          token,
          request,
          connections: CONNECTIONS,
          seconds: round === 0 ? 1 : SECONDS,
        });
        if (failures > 0) throw new Error(`${side} ${name}: ${failures} failures`);
        if (round === 0) continue;
        rates[side].push(Math.round(perSecond));
        cpu[side].push(Math.round((cpuOf(pids[side]) - before) / requests));
      }
    }
    const ratio = median(rates.product) / median(rates.bare);
    results[name] = {
      ratio: Number(ratio.toFixed(2)),
      product: median(rates.product),
      bare: median(rates.bare),
      rounds: rates,
      cpuMicrosecondsPerRequest: { product: median(cpu.product), bare: median(cpu.bare) },
    };
    console.log(
      `${name.padEnd(7)} ratio ${ratio.toFixed(2)}   product ${median(rates.product)}/s   bare ${median(rates.bare)}/s   CPU ${median(cpu.product)} µs against ${median(cpu.bare)} µs a request`,
    );
  }
  if (only === undefined) {
    await mkdir('bench/results', { recursive: true });
    const require = createRequire(import.meta.url);
    const facts = {
      node: process.version,
      cores: cpus().length,
      version: require('../package.json').version,
      leads: LEADS,
      connections: CONNECTIONS,
    };
    await writeFile('bench/results/http.json', `${JSON.stringify({ ...facts, results }, null, 2)}\n`);
  }
} finally {
  const exits = children.map((child) => once(child, 'exit'));
  for (const child of children) child.kill('SIGTERM');
  await Promise.all(exits);
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
