// `npm run bench:authorisation`: what deciding who may do what costs of a get. The CPU of a whole get is that of the
// production build under load; beside it, in this process, the very guard and questions of that request are asked again
// and again, the look-up of the role in its database every second included. The ratio is of medians.
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { cpuOf } from './cpu-of.mjs';
import { load } from './load.mjs';
import { median, register, startPostgres, startProduct, settingsOf } from './product.mjs';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 4);
const ASKED = 200_000;
const GOAL = 0.05;

const from = (path) => import(new URL(`../dist/src/${path}.js`, import.meta.url).href);

const postgres = await startPostgres();
let product;
let inner;
try {
  const url = postgres.url('crm_control');
  product = await startProduct(url);
  const { token, tenantId, userId } = await register(product.url, 'bench');
  const created = await fetch(`${product.url}/api/leads`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ lastName: 'Doe', company: 'Acme', email: 'doe@example.com' }),
  });
  const { id } = await created.json();

  const { startServer } = await from('main');
  const { PermissionGuard } = await from('foundation/identity/roles/permission.guard');
  const { TenantDirectory } = await from('platform/context/tenant-directory');
  const { runInContext, currentAccess } = await from('platform/context/request-context');
  const { currentScope } = await from('platform/access/record-scope');
  const { LeadsController } = await from('records/leads/leads.controller');
  inner = await startServer({ environment: settingsOf(url, { PORT: '0', WORKERS: 'none' }), docs: false });
  const guard = inner.app.get(PermissionGuard);
  const tenant = await inner.app.get(TenantDirectory).find(tenantId);
  const handler = LeadsController.prototype.get;
  const execution = { getHandler: () => handler };

  /** Microseconds of CPU for the authorisation of one get. */
  const ask = async () => {
    const before = process.cpuUsage();
    for (let asked = 0; asked < ASKED; asked += 1) {
      const actor = { kind: 'user', id: userId, role: 'Admin', sessionId: id };
      await runInContext({ traceId: 'bench', tenant, actor }, async () => {
        await guard.canActivate(execution);
        currentScope('leads:read');
        currentAccess().hiddenFields('leads');
        currentAccess().hiddenFields('leads');
      });
    }
    const { user, system } = process.cpuUsage(before);
    return (user + system) / ASKED;
  };

  const request = () => ({ method: 'GET', path: `/api/leads/${id}` });
  const whole = [];
  const asking = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const before = cpuOf(product.pid);
    const seconds = round === 0 ? 1 : SECONDS;
    const { requests, failures } = await load({
      base: product.url,
      token,
      request,
      connections: 32,
      seconds,
    });
    if (failures > 0) throw new Error(`${failures} failures`);
    const cost = (cpuOf(product.pid) - before) / requests;
    const authorisation = await ask();
    if (round === 0) continue;
    whole.push(cost);
    asking.push(authorisation);
  }
  const ratio = median(asking) / median(whole);
  const result = {
    node: process.version,
    cores: cpus().length,
    goal: GOAL,
    ratio: Number(ratio.toFixed(4)),
    microsecondsOfCpu: {
      get: Number(median(whole).toFixed(1)),
      authorisation: Number(median(asking).toFixed(2)),
    },
  };
  console.log(
    `authorisation ${result.microsecondsOfCpu.authorisation} µs of a get's ${result.microsecondsOfCpu.get} µs: ratio ${result.ratio} (goal ${GOAL})`,
  );
  await mkdir('bench/results', { recursive: true });
  await writeFile('bench/results/authorisation.json', `${JSON.stringify(result, null, 2)}\n`);
} finally {
  await inner?.close();
  await product?.stop();
  await postgres.stop();
}
