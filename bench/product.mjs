// Starts what a benchmark compares: an embedded PostgreSQL in a temporary folder and processes beside it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Of the build that is measured; there is none while the checks run. */
const EMBEDDED_POSTGRES = new URL(
  '../dist/src/platform/database/embedded/start-embedded-postgres.js',
  import.meta.url,
).href;

const secrets = {
  JWT_SECRET: randomBytes(48).toString('hex'),
  ENCRYPTION_KEYS: `bench:${randomBytes(32).toString('base64')}`,
};

export async function startPostgres(port = Number(process.env.BENCH_POSTGRES_PORT ?? 54_399)) {
  const { startEmbeddedPostgres } = await import(EMBEDDED_POSTGRES);
  const folder = await mkdtemp(join(tmpdir(), 'crm-bench-'));
  await chmod(folder, 0o755);
  const server = await startEmbeddedPostgres({ dataDir: folder, port, log: () => undefined });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Node with these arguments; `ready` reads its output and answers once it has what it waits for. */
export async function startProcess(args, environment, ready) {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const result = await new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${args[0]} exited with ${code}`)));
    if (ready === undefined) resolve(undefined);
    child.stdout.on('data', (chunk) => {
      const found = ready?.(String(chunk));
      if (found) resolve(found);
    });
  });
  const stop = async () => {
    if (child.exitCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    await exit;
  };
  return { pid: child.pid, result, stop };
}

/** What the product is told: the production build, everything on, no limits in the way. */
export function settingsOf(databaseUrl, settings = {}) {
  return {
    NODE_ENV: 'production',
    PORT: process.env.BENCH_PORT ?? '5399',
    HOST: '127.0.0.1',
    MIGRATE_ON_START: 'true',
    WORKERS: 'inline',
    DATABASE_URL: databaseUrl,
    TENANT_CONNECTIONS: '40',
    DEFAULT_PLAN: 'enterprise',
    RATE_LIMIT_ENTERPRISE: '10000000',
    REGISTRATIONS_PER_HOUR: '100000',
    LOG_LEVEL: 'warn',
    ...secrets,
    ...settings,
  };
}

/** One process of it; resolves when it is ready. */
export async function startProduct(databaseUrl, settings = {}, nodeArguments = []) {
  const environment = settingsOf(databaseUrl, settings);
  const url = `http://127.0.0.1:${environment.PORT}`;
  const child = await startProcess([...nodeArguments, 'dist/src/main.js'], environment);
  await until(`${url}/health/ready`);
  return { url, ...child };
}

async function until(url) {
  for (let tries = 0; tries < 2_400; tries += 1) {
    const ready = await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`${url} does not answer`);
}

export async function register(url, name) {
  const answer = await fetch(`${url}/api/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: `${name}@example.com`, password: 'Admin@123', tenantName: name }),
  });
  if (answer.status !== 201) throw new Error(`register answered ${answer.status}`);
  return answer.json();
}

export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
export const percentile = (values, share) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];
