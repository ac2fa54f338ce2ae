// `npm run bench`: the product (production build, one process, everything on) beside a bare node:http + pg server on
// the same PostgreSQL and the same tables. Runs alternate; the figures are medians; the ratio is product / bare.
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import pg from 'pg';
import { cpuOf } from './cpu-of.mjs';
import { load } from './load.mjs';
import { median, register, startPostgres, startProcess, startProduct } from './product.mjs';

const LEADS = Number(process.env.BENCH_LEADS ?? 20_000);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 4);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const CONNECTIONS = 32;
const only = process.argv[2];

const postgres = await startPostgres();
let product;
let bare;

try {
  const profile = process.env.BENCH_PROFILE;
  const profiling = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  product = await startProduct(postgres.url('crm_control'), {}, profiling);
  const { token, tenantId, userId } = await register(product.url, 'bench');
  const database = `crm_tenant_${tenantId.replaceAll('-', '')}`;
  const url = postgres.url(database);
  const client = new pg.Client(url);
  await client.connect();
  await client.query(
    `INSERT INTO leads (id, last_name, first_name, email, company, status, score, tags, created_at, created_by, updated_at, updated_by, version)
     SELECT gen_random_uuid(), 'Doe ' || n, 'John', 'lead' || n || '@example.com', 'Company ' || n % 500, (ARRAY['New','Contacted','Qualified','Unqualified'])[1 + n % 4], n % 101, '{}',
       now() - n * interval '1 minute', $1, now(), $1, 1 FROM generate_series(1, ${LEADS}) AS n`,
    [userId],
  );
  await client.query('VACUUM ANALYZE leads');
  const ids = (await client.query('SELECT id FROM leads LIMIT 1000')).rows.map((row) => row.id);
  await client.end();
  bare = await startProcess(['bench/bare-server.mjs', url, tenantId, userId], {}, (text) =>
    Number(text.trim()),
  );
  const bareUrl = `http://127.0.0.1:${bare.result}`;
  const body = JSON.stringify({
    firstName: 'John',
    lastName: 'Doe',
    email: 'john.doe@example.com',
    company: 'Example Corp',
    phone: '+1234567890',
    source: 'Website',
    status: 'New',
  });
  const searchBody = JSON.stringify({
    filter: {
      and: [
        { field: 'status', operator: 'eq', value: 'Qualified' },
        { field: 'score', operator: 'gte', value: 50 },
      ],
    },
    page: 1,
    pageSize: 20,
  });
  const bulkBody = JSON.stringify({
    leads: Array.from({ length: 1_000 }, (_, index) => ({
      ...JSON.parse(body),
      email: `lead${index}@example.com`,
      lastName: `Doe ${index}`,
    })),
  });
  const scenarios = {
    get: (index) => ({ method: 'GET', path: `/api/leads/${ids[index % ids.length]}` }),
    list: () => ({ method: 'GET', path: '/api/leads?page=1&pageSize=20' }),
    filtered: () => ({ method: 'POST', path: '/api/leads/search', body: searchBody }),
    create: () => ({ method: 'POST', path: '/api/leads', body }),
    // A thousand a call: a few at once, as imports come.
    bulk: () => ({ method: 'POST', path: '/api/leads/bulk', body: bulkBody, connections: 4 }),
  };
  const pids = { product: product.pid, bare: bare.pid };
  const results = {};
  for (const [name, request] of Object.entries(scenarios)) {
    if (only !== undefined && only !== name) continue;
    const rates = { product: [], bare: [] };
    const cpu = { product: [], bare: [] };
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const [side, base] of [
        ['bare', bareUrl],
        ['product', product.url],
      ]) {
        const before = cpuOf(pids[side]);
        const { perSecond, failures, requests } = await load({
          base,
          token,
          request,
          connections: request(0).connections ?? CONNECTIONS,
          seconds: round === 0 ? 1 : SECONDS,
        });
        if (failures > 0) throw new Error(`${side} ${name}: ${failures} failures`);
        if (round === 0) continue;
        rates[side].push(Number(perSecond.toFixed(1)));
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
      `${name.padEnd(8)} ratio ${ratio.toFixed(2)}   product ${median(rates.product)}/s   bare ${median(rates.bare)}/s   CPU ${median(cpu.product)} µs against ${median(cpu.bare)} µs a request`,
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
  await product?.stop();
  await bare?.stop().catch(() => undefined);
  await postgres.stop();
}
