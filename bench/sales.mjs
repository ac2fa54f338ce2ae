// `npm run bench:sales`: forecasts and the board over 100,000 deals of one tenant, through the production build; one
// request at a time. The deals are filled in by SQL: half of them open, of 40 owners in 4 teams, over three years.
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import pg from 'pg';
import { median, percentile, register, startPostgres, startProduct } from './product.mjs';

const DEALS = Number(process.env.BENCH_ROWS ?? 100_000);
const REQUESTS = Number(process.env.BENCH_REQUESTS ?? 100);
/** p95 in milliseconds. */
const GOALS = { forecast: 300, board: 50 };

const TEAMS = `INSERT INTO teams (id, name, created_at, created_by, updated_at, updated_by, version)
  SELECT uuidv7(), 'Team ' || n, now(), $1, now(), $1, 1 FROM generate_series(1, 4) AS n`;
const MEMBERS = `INSERT INTO members (id, name, email, role, team_id)
  SELECT uuidv7(), 'Member ' || n, 'member' || n || '@example.com', 'User',
    (SELECT id FROM teams ORDER BY name OFFSET n % 4 LIMIT 1) FROM generate_series(1, 40) AS n`;
const FILL = `INSERT INTO deals (id, name, pipeline_id, stage_id, status, amount, currency, probability, forecast_category,
    expected_close_date, closed_at, close_reason, stage_entered_at, owner_id, created_at, created_by, updated_at, updated_by, version)
  SELECT uuidv7(-n * interval '1 second'), 'Deal ' || n, stage.pipeline_id, stage.id, stage.kind, (n::bigint * 7919 % 5000000) / 100.0,
    (ARRAY['USD', 'USD', 'USD', 'EUR'])[1 + n % 4], CASE WHEN n % 5 = 0 THEN n % 101 END,
    CASE WHEN n % 50 = 0 THEN 'omitted' WHEN n % 7 = 0 THEN 'commit' END, day, CASE WHEN stage.kind <> 'open' THEN day + interval '11 hours' END,
    CASE stage.kind WHEN 'lost' THEN 'Price' END, now(), owner.id, now() - n * interval '1 second', $1, now(), $1, 1
  FROM generate_series(1, $2::integer) AS n
    CROSS JOIN LATERAL (SELECT current_date - 545 + (n::bigint * 104729 % 1090)::integer AS day) AS days
    JOIN (SELECT *, row_number() OVER (ORDER BY position) - 1 AS place, count(*) OVER () AS stages FROM pipeline_stages) AS stage
      ON stage.place = n % stage.stages
    JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM members) AS owner ON owner.place = n % 41`;

async function fill(url, userId) {
  const client = new pg.Client(url);
  await client.connect();
  const started = Date.now();
  await client.query('SET statement_timeout = 0');
  await client.query(TEAMS, [userId]);
  await client.query(MEMBERS);
  await client.query(FILL, [userId, DEALS]);
  await client.query('VACUUM ANALYZE deals');
  const { rows } = await client.query('SELECT count(*)::integer AS count FROM deals');
  await client.end();
  console.log(`${rows[0].count} deals after ${Math.round((Date.now() - started) / 1000)} s`);
}

async function measure(base, token, path) {
  const times = [];
  // The first requests warm connections, plans and caches.
  for (let place = 0; place < REQUESTS + 10; place += 1) {
    const before = performance.now();
    const answer = await fetch(`${base}/api/${path}`, { headers: { authorization: `Bearer ${token}` } });
    const body = await answer.json();
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(body)}`);
    times.push(performance.now() - before);
  }
  return figuresOf(times.slice(-REQUESTS));
}

/** What the database itself takes to add up all deals by owner and currency: how fast the machine is. */
async function measureBare(url) {
  const client = new pg.Client(url);
  await client.connect();
  const times = [];
  for (let place = 0; place < REQUESTS; place += 1) {
    const before = performance.now();
    await client.query(
      'SELECT owner_id, currency, count(*), sum(amount) FROM deals WHERE deleted_at IS NULL GROUP BY owner_id, currency',
    );
    times.push(performance.now() - before);
  }
  await client.end();
  return figuresOf(times);
}

function figuresOf(times) {
  const milliseconds = (value) => Number(value.toFixed(2));
  return { median: milliseconds(median(times)), p95: milliseconds(percentile(times, 0.95)) };
}

/** Days around today: all deals, or those of a year. */
const day = (offset) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
const ALL = `from=${day(-560)}&to=${day(560)}`;
const YEAR = `from=${day(0)}&to=${day(364)}`;
const SCENARIOS = {
  forecastOfYearByMonth: ['forecast', `forecasts?${YEAR}`],
  forecastOfYearByOwner: ['forecast', `forecasts?${YEAR}&groupBy=owner`],
  forecastOfAllByMonth: ['forecast', `forecasts?${ALL}`],
  forecastOfAllByOwner: ['forecast', `forecasts?${ALL}&groupBy=owner`],
  forecastOfAllByTeam: ['forecast', `forecasts?${ALL}&groupBy=team`],
  forecastOfAllByPipeline: ['forecast', `forecasts?${ALL}&period=quarter&groupBy=pipeline`],
  board: ['board', 'deals/board'],
  boardOfCurrency: ['board', 'deals/board?currency=USD'],
  boardByAmount: ['board', 'deals/board?sortBy=amount&sortOrder=desc&limit=50'],
};

const postgres = await startPostgres(54_397);
let product;
try {
  product = await startProduct(postgres.url('crm_control'), { PORT: '5397' });
  const { token, tenantId, userId } = await register(product.url, 'sales');
  const database = postgres.url(`crm_tenant_${tenantId.replaceAll('-', '')}`);
  await fill(database, userId);
  const results = { bareSums: await measureBare(database) };
  console.log(
    `bare sums in the database: median ${results.bareSums.median} ms   p95 ${results.bareSums.p95} ms`,
  );
  for (const [name, [kind, path]] of Object.entries(SCENARIOS)) {
    const figures = { ...(await measure(product.url, token, path)), goal: GOALS[kind] };
    results[name] = { ...figures, reached: figures.p95 <= figures.goal };
    console.log(
      `${name.padEnd(24)} median ${figures.median} ms   p95 ${figures.p95} ms   goal ${figures.goal} ms`,
    );
  }
  await mkdir('bench/results', { recursive: true });
  const facts = { node: process.version, cores: cpus().length, deals: DEALS, requests: REQUESTS };
  await writeFile(
    'bench/results/sales.json',
    `${JSON.stringify({ ...facts, milliseconds: results }, null, 2)}\n`,
  );
} finally {
  await product?.stop();
  await postgres.stop();
}
