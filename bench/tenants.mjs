// `node bench/tenants.mjs`: registration time, second start, and 200 tenants on 40 connections at 50 requests/s in all.
import { mkdir, writeFile } from 'node:fs/promises';
import pg from 'pg';
import { median, percentile, register, startPostgres, startProduct } from './product.mjs';

const TENANTS = Number(process.env.BENCH_TENANTS ?? 200);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 30);
const RATE = 50;
// All pools of the process together: 28 to tenants, 6 to the control database, 6 for BullMQ.
const settings = { TENANT_CONNECTIONS: '28', CONTROL_CONNECTIONS: '6', QUEUE_CONNECTIONS: '6' };

const postgres = await startPostgres();
const database = postgres.url('crm_control');
let product = await startProduct(database, settings);
try {
  const registrations = [];
  const tenants = [];
  for (let index = 0; index < TENANTS; index += 1) {
    const began = performance.now();
    tenants.push(await register(product.url, `tenant${index}`));
    registrations.push(performance.now() - began);
  }
  await product.stop();
  const began = performance.now();
  product = await startProduct(database, settings);
  const secondStart = performance.now() - began;

  const watcher = new pg.Client(postgres.url('postgres'));
  await watcher.connect();
  let connections = 0;
  const watch = setInterval(async () => {
    const { rows } = await watcher.query(
      "SELECT count(*) AS n FROM pg_stat_activity WHERE application_name LIKE 'crm-%'",
    );
    connections = Math.max(connections, Number(rows[0].n));
  }, 100);
  const durations = [];
  const faults = [];
  const ask = async (tenant, index) => {
    const started = performance.now();
    const headers = { authorization: `Bearer ${tenant.token}`, 'content-type': 'application/json' };
    const isWrite = index % 5 === 0;
    const answer = await fetch(
      `${product.url}/api/leads`,
      isWrite
        ? { method: 'POST', headers, body: JSON.stringify({ lastName: `Canary ${tenant.tenantId}` }) }
        : { headers },
    );
    const body = await answer.json();
    const leads = isWrite ? [body] : (body.items ?? []);
    const isRight =
      answer.ok &&
      leads.every((lead) => lead.tenantId === tenant.tenantId && lead.lastName.endsWith(tenant.tenantId));
    if (!isRight) faults.push(`${answer.status} ${JSON.stringify(body).slice(0, 200)}`);
    durations.push(performance.now() - started);
  };
  const running = [];
  for (let index = 0; index < RATE * SECONDS; index += 1) {
    running.push(ask(tenants[Math.floor(Math.random() * TENANTS)], index));
    await new Promise((resolve) => setTimeout(resolve, 1_000 / RATE));
  }
  await Promise.all(running);
  clearInterval(watch);
  await watcher.end();
  const result = {
    node: process.version,
    tenants: TENANTS,
    registerMilliseconds: {
      median: Math.round(median(registrations)),
      p99: Math.round(percentile(registrations, 0.99)),
    },
    secondStartMilliseconds: Math.round(secondStart),
    requests: durations.length,
    faults: faults.length,
    connectionsAtMost: connections,
    milliseconds: { p50: Math.round(median(durations)), p99: Math.round(percentile(durations, 0.99)) },
  };
  console.log(JSON.stringify(result, null, 2), faults.slice(0, 3));
  await mkdir('bench/results', { recursive: true });
  await writeFile('bench/results/tenants.json', `${JSON.stringify(result, null, 2)}\n`);
} finally {
  await product.stop();
  await postgres.stop();
}
