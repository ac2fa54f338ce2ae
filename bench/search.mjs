// `npm run bench:search [-- table]`: lists and searches over 10,000 and over 1,000,000 rows, each in the database of a
// tenant of its own, through the production build; one request at a time. The rows are filled in by SQL.
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { fill, FIRST, LAST } from './fill.mjs';
import { median, percentile, register, startPostgres, startProduct } from './product.mjs';

const SIZES = { small: 10_000, large: Number(process.env.BENCH_ROWS ?? 1_000_000) };
const REQUESTS = Number(process.env.BENCH_REQUESTS ?? 60);
const GOALS = { cost: 1.5, fewMatches: 100 };
const table = process.argv[2] ?? 'contacts';

/** Texts that few rows hold, most of them once: tails of names, phone numbers, mail addresses. */
const few = (rows) =>
  Array.from({ length: REQUESTS }, (_, index) => {
    const n = 1 + ((index * 7_919) % rows);
    const name = LAST[(n * 11) % LAST.length].normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
    const texts = [`${name}${n}@`, `${FIRST[(n * 7) % FIRST.length]} ${name}${n}`, `${n}@example`];
    return texts[index % texts.length];
  });
const several = (texts) => Array.from({ length: REQUESTS }, (_, index) => texts[index % texts.length]);
const searches = (texts, query = '') => texts.map((text) => `search=${encodeURIComponent(text)}${query}`);

async function measure(base, token, paths) {
  const times = [];
  let most = 0;
  // The first round warms connections, plans and caches.
  for (const path of [...paths.slice(0, 10), ...paths]) {
    const before = performance.now();
    const answer = await fetch(`${base}/api/${path}`, { headers: { authorization: `Bearer ${token}` } });
    const body = await answer.json();
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(body)}`);
    times.push(performance.now() - before);
    most = Math.max(most, body.totalCount ?? 0);
  }
  const measured = times.slice(-paths.length);
  const milliseconds = (value) => Number(value.toFixed(2));
  return { median: milliseconds(median(measured)), p95: milliseconds(percentile(measured, 0.95)), most };
}

/** The path of a page by cursor. */
async function cursorPage(base, token, page, limit) {
  let path = `${table}?limit=${limit}`;
  for (let walked = 1; walked < page; walked += 1) {
    const answer = await fetch(`${base}/api/${path}`, { headers: { authorization: `Bearer ${token}` } });
    const { nextCursor } = await answer.json();
    path = `${table}?limit=${limit}&cursor=${nextCursor}`;
  }
  return path;
}

const postgres = await startPostgres(54_398);
let product;
try {
  product = await startProduct(postgres.url('crm_control'), { PORT: '5398' });
  const results = {};
  for (const [size, rows] of Object.entries(SIZES)) {
    const { token, tenantId, userId } = await register(product.url, size);
    await fill(postgres.url(`crm_tenant_${tenantId.replaceAll('-', '')}`), userId, table, rows);
    const deep = await cursorPage(product.url, token, 1_000, 10);
    const scenarios = {
      listPage1WithTotal: several([`${table}?page=1&pageSize=20`]),
      cursorPage1: several([`${table}?limit=10`]),
      cursorPage1000: several([deep]),
      searchFewMatches: searches(few(rows)).map((query) => `${table}?${query}`),
      searchManyMatches: searches(several(['smith', 'acme', 'ann', 'johnson', 'umbrella'])).map(
        (query) => `${table}?${query}`,
      ),
      searchEveryRow: searches(several(['com', 'example'])).map((query) => `${table}?${query}`),
      searchOneLetter: searches(several(['a', 's', 'q', 'x'])).map((query) => `${table}?${query}`),
      searchSimilar: searches(several(['smiht', 'umbrela', 'wiliams', 'gloobex'])).map(
        (query) => `${table}?${query}`,
      ),
      searchFewSorted: searches(few(rows), '&sortBy=createdAt').map((query) => `${table}?${query}`),
      searchManySorted: searches(several(['smith', 'acme', 'a']), '&sortBy=createdAt&limit=20').map(
        (query) => `${table}?${query}`,
      ),
      searchAcross: few(rows).map((text) => `search?q=${encodeURIComponent(text)}`),
    };
    results[size] = {};
    for (const [name, paths] of Object.entries(scenarios)) {
      const figures = await measure(product.url, token, paths);
      results[size][name] = figures;
      console.log(
        `${size.padEnd(6)} ${name.padEnd(20)} median ${figures.median} ms   p95 ${figures.p95} ms   at most ${figures.most} matches`,
      );
    }
  }
  const cost = Object.fromEntries(
    Object.entries(results.large).map(([name, { median: large }]) => [
      name,
      Number((large / results.small[name].median).toFixed(2)),
    ]),
  );
  console.log('cost of the large against the small', cost);
  await mkdir('bench/results', { recursive: true });
  const facts = {
    node: process.version,
    cores: cpus().length,
    table,
    sizes: SIZES,
    requests: REQUESTS,
    goals: GOALS,
  };
  await writeFile(
    `bench/results/search-${table}.json`,
    `${JSON.stringify({ ...facts, milliseconds: results, cost }, null, 2)}\n`,
  );
} finally {
  await product?.stop();
  await postgres.stop();
}
