// `npm run bench:reminders`: 10,000 reminders of one tenant that fall due at the same moment, with the settings that the
// product ships with: undisturbed, and with the worker killed (-9) in the middle and started again; that once more with
// settings that let the next process take over sooner.
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { percentile, register, settingsOf, startPostgres, startProcess, startProduct } from './product.mjs';

const REMINDERS = Number(process.env.BENCH_REMINDERS ?? 10_000);
/** Milliseconds until they are due: time enough to make them all. */
const AHEAD = Number(process.env.BENCH_AHEAD ?? 60_000);
const BULK = 1_000;
const GOAL = 10_000;
const FIRED = `SELECT count(*)::integer AS fired, count(DISTINCT record_id)::integer AS different
  FROM journal WHERE type = 'calendar-event.reminder' AND record ->> 'title' = $1`;
const DELAYS = `SELECT (extract(epoch FROM occurred_at) * 1000)::float AS at FROM journal
  WHERE type = 'calendar-event.reminder' AND record ->> 'title' = $1`;

const postgres = await startPostgres(54_395);
const databaseUrl = postgres.url('crm_control');
const settings = settingsOf(databaseUrl, { PORT: '5395', LOG_LEVEL: 'info', MIGRATE_ON_START: 'false' });
/** After how long another process takes over from one that was killed, these two say. */
const QUICK = { SWEEP_MS: '1000', QUEUE_LOCK_MS: '2000' };
const startWorker = (more) =>
  startProcess(['dist/src/worker.js'], { ...settings, ...more }, (text) => text.includes('Worker started'));

async function makeEvents(url, token, title, dueAt) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const event = { title, startsAt: new Date(dueAt).toISOString(), reminders: [0] };
  for (let made = 0; made < REMINDERS; made += BULK) {
    const length = Math.min(BULK, REMINDERS - made);
    const body = JSON.stringify({ calendarEvents: Array.from({ length }, () => event) });
    const answer = await fetch(`${url}/api/calendar/events/bulk`, { method: 'POST', headers, body });
    if (answer.status !== 200)
      throw new Error(`bulk: ${answer.status} ${(await answer.text()).slice(0, 300)}`);
  }
  if (Date.now() > dueAt - 2_000) throw new Error('They were not made in time: raise BENCH_AHEAD');
}

/** Makes them, waits for the moment, and for all of them. */
async function round({ url, token, database }, title, isDisturbed, more) {
  const dueAt = Date.now() + AHEAD;
  await makeEvents(url, token, title, dueAt);
  let worker = await startWorker(more);
  let killedAfter = null;
  const seen = async () => (await database.query(FIRED, [title])).rows[0];
  let state = await seen();
  while (state.fired < REMINDERS && Date.now() < dueAt + 120_000) {
    if (isDisturbed && killedAfter === null && state.fired >= REMINDERS / 5) {
      process.kill(worker.pid, 'SIGKILL');
      killedAfter = (await seen()).fired;
      worker = await startWorker(more);
    }
    await pause(50);
    state = await seen();
  }
  const allSeenAfter = Date.now() - dueAt;
  // Whatever would be fired once more is fired now.
  await pause(7_000);
  const last = await seen();
  const { rows } = await database.query(DELAYS, [title]);
  const delays = rows.map(({ at }) => Math.round(at - dueAt));
  await worker.stop();
  return {
    fired: last.fired,
    twice: last.fired - last.different,
    lost: REMINDERS - last.different,
    early: delays.filter((delay) => delay < 0).length,
    ...(isDisturbed && { killedAfter }),
    delayMilliseconds: {
      p50: percentile(delays, 0.5),
      p99: percentile(delays, 0.99),
      most: percentile(delays, 1),
    },
    allSeenAfterMilliseconds: allSeenAfter,
    isWithinGoal: allSeenAfter <= GOAL,
  };
}

let product;
try {
  product = await startProduct(databaseUrl, { PORT: '5395', WORKERS: 'none' });
  const { token, tenantId } = await register(product.url, 'reminders');
  const database = new pg.Client({
    connectionString: postgres.url(`crm_tenant_${tenantId.replaceAll('-', '')}`),
  });
  await database.connect();
  const results = {};
  for (const [name, isDisturbed, more] of [
    ['undisturbed', false, {}],
    ['worker killed', true, {}],
    ['worker killed, quick to take over', true, QUICK],
  ]) {
    const stage = { url: product.url, token, database };
    const load = Math.round(loadavg()[0] * 10) / 10;
    results[name] = { ...more, load, ...(await round(stage, name, isDisturbed, more)) };
    console.log(name.padEnd(36), JSON.stringify(results[name]));
  }
  await database.end();
  await mkdir('bench/results', { recursive: true });
  const machine = { node: process.version, cores: cpus().length };
  const facts = { ...machine, reminders: REMINDERS, goalMilliseconds: GOAL, ...results };
  await writeFile('bench/results/reminders.json', `${JSON.stringify(facts, null, 2)}\n`);
} finally {
  await product?.stop();
  await postgres.stop();
}
