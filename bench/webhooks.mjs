// `npm run bench:webhooks [-- scenario …]`: deliveries of the production build with everything on, beside a bare loop
// in the same run. All receivers are on this machine, so the product runs in development mode (loopback allowed).
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import pg from 'pg';
import { median, percentile, startPostgres, startProcess, startProduct } from './product.mjs';
import {
  ageDeliveries,
  countDeliveries,
  createLeads,
  makeTenants,
  rateOf,
  residentMegabytes,
  sleep,
  startRedis,
  startSink,
  writeEvents,
} from './webhooks/stage.mjs';

const EVENTS = Number(process.env.BENCH_EVENTS ?? 20_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const FILE = 'bench/results/webhooks.json';
const wanted = process.argv.slice(2);
const isWanted = (name) => wanted.length === 0 || wanted.includes(name);
const BASE = {
  NODE_ENV: 'development',
  SWEEP_MS: '100',
  SWEEP_GRACE_MS: '0',
  TENANT_CONNECTIONS: process.env.BENCH_CONNECTIONS ?? '60',
};

const postgres = await startPostgres(54_397);
const redis = await startRedis();
const sink = await startSink();
const results = await readFile(FILE, 'utf8').then(
  (text) => JSON.parse(text).results,
  () => ({}),
);
const note = (name, figures) => {
  results[name] = figures;
  console.log(name.padEnd(20), JSON.stringify(figures));
};
/** What the product does by default: the sweep is there for what a crash lost. */
const asShipped = () => ({ ...onRedis, SWEEP_MS: '5000', SWEEP_GRACE_MS: '2000' });
const onRedis = { ...BASE, REDIS_URL: redis.url, QUEUE_PREFIX: '{crm}' };
const profiling =
  process.env.BENCH_PROFILE === undefined
    ? []
    : ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROFILE}`];
const start = (settings = onRedis) =>
  startProduct(postgres.url('crm_control'), { PORT: '5397', ...settings }, profiling);

async function withProduct(settings, work) {
  const product = await start(settings);
  try {
    return await work(product);
  } finally {
    await product.stop();
  }
}

async function bareRate() {
  await sink.clear();
  const args = [
    'bench/webhooks/bare-loop.mjs',
    postgres.url('postgres'),
    redis.url,
    `${sink.url}/hook`,
    `${EVENTS}`,
  ];
  const bare = await startProcess(args, {}, (text) => text.includes('ready'));
  const { perSecond } = await rateOf(sink, EVENTS);
  await bare.stop();
  return perSecond;
}

/** Rounds of the bare loop and of the product by turns: a backlog of events, and how fast it drains. */
async function throughput(name, count, endpoints, goal, settings = onRedis, compared = bareRate) {
  const tenants = await withProduct(settings, (product) =>
    makeTenants(product.url, name, count, (index) =>
      Array.from({ length: endpoints }, (_, hook) => `${sink.url}/hook/${name}/${index}/${hook}`),
    ),
  );
  const rates = { product: [], bare: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    rates.bare.push(await compared());
    await sink.clear();
    const each = Math.ceil(EVENTS / (count * endpoints));
    await withProduct(settings, async () => {
      await writeEvents(postgres, tenants, each);
      rates.product.push((await rateOf(sink, each * count * endpoints)).perSecond);
      await sleep(500);
    });
  }
  const [product, bare] = [median(rates.product), median(rates.bare)];
  note(name, { ratio: Number((product / bare).toFixed(2)), goal, product, bare, rounds: rates });
}

const delays = (events) => {
  const times = events.map(({ at, committedAt }) => at - committedAt);
  const milliseconds = (share) => Math.round(percentile(times, share));
  return { p50: milliseconds(0.5), p99: milliseconds(0.99), most: milliseconds(1), events: times.length };
};

const SCENARIOS = {
  tenants1: () => throughput('tenants1', 1, 2, null),
  tenants25: () => throughput('tenants25', 25, 2, 0.35),
  tenants500: () => throughput('tenants500', 500, 1, 0.15),
  postgres25: () =>
    throughput('postgres25', 25, 2, 0.3, BASE, () =>
      Promise.resolve(results.tenants25?.product ?? Number.NaN),
    ),
  latency: () =>
    withProduct(asShipped(), async (product) => {
      const tenants = await makeTenants(product.url, 'latency', 25, (index) => [`${sink.url}/hook/${index}`]);
      const load = { perSecond: Number(process.env.BENCH_RATE ?? 300), seconds: 20 };
      const run = async (seconds) => {
        await sink.clear();
        await createLeads(product.url, tenants, { ...load, seconds });
        await rateOf(sink, load.perSecond * seconds);
        return delays((await sink.figures()).events);
      };
      // A process that has just started compiles, connects and prepares: what that costs is told apart.
      const cold = await run(10);
      const goal = { p50: 50, p99: 250 };
      note('latency', {
        goal,
        perSecond: load.perSecond,
        ...(await run(load.seconds)),
        firstTenSeconds: cold,
      });
    }),
  noisy: () =>
    withProduct(onRedis, async (product) => {
      const stuck = Array.from({ length: 10 }, (_, index) => `${sink.url}/hook/slow/${index}`);
      const [noisy] = await makeTenants(product.url, 'noisy', 1, () => stuck);
      const healthy = await makeTenants(product.url, 'healthy', 5, (index) => [
        `${sink.url}/hook/healthy/${index}`,
      ]);
      await sink.clear();
      await writeEvents(postgres, [noisy], 1_000);
      const load = { perSecond: 20, seconds: 30 };
      await createLeads(product.url, healthy, load);
      await rateOf(sink, load.perSecond * load.seconds, 60);
      const { events } = await sink.figures();
      note('noisy', { goal: { p99: 1_000, events: 600 }, ...delays(events) });
    }),
  flat: () => flat(),
  rest: () => atRest('rest', 5, onRedis),
  restPostgres: () => atRest('restPostgres', 20, BASE),
};

/** Memory while very many deliveries go through, and while retention takes them away again. */
async function flat() {
  const [count, endpoints] = [25, 2];
  const each = 1_000;
  const chunk = each * count * endpoints;
  const chunks = Math.ceil(Number(process.env.BENCH_FLAT ?? 500_000) / chunk);
  const samples = [];
  const sample = async ({ pid }) => {
    samples.push({ megabytes: residentMegabytes(pid), redisMegabytes: await redis.usedMegabytes() });
  };
  let tenants;
  await withProduct(asShipped(), async (product) => {
    tenants = await makeTenants(product.url, 'flat', count, (index) =>
      Array.from({ length: endpoints }, (_, hook) => `${sink.url}/hook/flat/${index}/${hook}`),
    );
    for (let index = 0; index < chunks; index += 1) {
      await sink.clear();
      await writeEvents(postgres, tenants, each);
      await rateOf(sink, chunk);
      await sample(product);
    }
  });
  await ageDeliveries(postgres, tenants);
  const removal = await withProduct(asShipped(), async (product) => {
    const began = Date.now();
    let most = 0;
    while ((await countDeliveries(postgres, tenants)) > 0) {
      most = Math.max(most, residentMegabytes(product.pid));
      if (Date.now() - began > 600_000) throw new Error('retention does not end');
      await sleep(1_000);
    }
    return { seconds: Math.round((Date.now() - began) / 1_000), mostMegabytes: most };
  });
  note('flat', { deliveries: chunks * chunk, every: chunk, samples, removal });
}

/** Statements a second of the whole installation when nothing happens, with 100 endpoints a tenant. */
async function atRest(name, goal, settings) {
  const resting = { ...settings, SWEEP_MS: '5000', SWEEP_GRACE_MS: '2000' };
  const count = Number(process.env.BENCH_REST_TENANTS ?? 1_000);
  await withProduct(resting, async (product) => {
    const tenants = await makeTenants(product.url, name, count, () => []);
    for (const { tenantId, userId } of tenants) {
      const client = new pg.Client(postgres.url(`crm_tenant_${tenantId.replaceAll('-', '')}`));
      await client.connect();
      await client.query(
        `INSERT INTO webhook_endpoints (id, url, events, enabled, sealed_secret, created_at, created_by, updated_at, updated_by,
           version, rights_user_id)
         SELECT gen_random_uuid(), 'https://example.com/' || n, '{*}', true, 'x', now(), $1, now(), $1, 1, $1
         FROM generate_series(1, 100) AS n`,
        [userId],
      );
      await client.end();
    }
    await sleep(130_000);
    const client = new pg.Client(postgres.url('postgres'));
    await client.connect();
    // PostgreSQL itself visits each database once a minute to see whether it wants vacuuming: that is not the product.
    await client.query('ALTER SYSTEM SET autovacuum = off');
    await client.query('SELECT pg_reload_conf()');
    await sleep(5_000);
    const statements = async () =>
      Number(
        (await client.query('SELECT sum(xact_commit + xact_rollback) AS n FROM pg_stat_database')).rows[0].n,
      );
    const before = await statements();
    await sleep(30_000);
    const perSecond = ((await statements()) - before) / 30;
    await client.end();
    note(name, {
      goal,
      statementsPerSecond: Number(perSecond.toFixed(1)),
      tenants: count,
      endpoints: count * 100,
    });
  });
}

try {
  for (const [name, run] of Object.entries(SCENARIOS)) if (isWanted(name)) await run();
  await mkdir('bench/results', { recursive: true });
  const facts = { node: process.version, cores: cpus().length, events: EVENTS };
  await writeFile(FILE, `${JSON.stringify({ ...facts, results }, null, 2)}\n`);
} finally {
  await sink.stop();
  await redis.stop();
  await postgres.stop();
}
