import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { ApiClient, type ApiAnswer, type RegisteredTenant } from '../support/api-client.js';
import { describeWhere } from '../support/only-where.js';
import { SpawnedProduct } from '../support/spawn-product.js';
import {
  freshDatabaseUrl,
  startTestProduct,
  type TestProduct,
  testEnvironment,
} from '../support/test-product.js';
import { startTestRedis, type TestServer } from '../support/test-servers.js';

const PLAN = { DEFAULT_PLAN: 'free', RATE_LIMIT_FREE: '100', BURST_QUEUE: '10' };
const REFILL_MILLISECONDS = 600;

const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
const describeRedis = describeWhere(hasRedis);

async function startRedis(): Promise<TestServer> {
  const server = await startTestRedis();
  if (server === undefined) throw new Error('redis-server does not start');
  return server;
}

describeRedis('two processes beside one Redis', () => {
  let redis: TestServer;
  let products: SpawnedProduct[] = [];

  beforeAll(async () => {
    redis = await startRedis();
    const environment = testEnvironment(freshDatabaseUrl(), { ...PLAN, REDIS_URL: redis.url });
    const first = await SpawnedProduct.start(environment);
    products = [first, await SpawnedProduct.start(environment)];
  }, 60_000);

  afterAll(async () => {
    await Promise.all(products.map((product) => product.kill()));
    await redis.stop();
  });

  it('let a tenant do together what its plan allows, and not one request more', async () => {
    const [one, other] = products.map(({ url }) => new ApiClient(url));
    const admin = await one?.register();
    const callers = [one, other].flatMap((client) => client?.as(admin?.tenant.token ?? '') ?? []);
    const begin = Date.now();
    let sent = 0;
    const statuses = await Promise.all(
      Array.from({ length: 160 }, async (_, index) => {
        const answer = await callers[index % 2]?.get('/api/auth/me');
        if (answer?.status === 429) sent = Date.now() - begin;
        return answer?.status;
      }),
    );
    const served = statuses.filter((status) => status === 200).length;
    const refused = statuses.filter((status) => status === 429).length;
    expect(served + refused).toBe(160);
    // What flowed in until the last one was refused is all that may come on top.
    expect(served).toBeGreaterThanOrEqual(110);
    expect(served).toBeLessThanOrEqual(110 + Math.ceil(sent / REFILL_MILLISECONDS));
  }, 60_000);
});

describeRedis('the limits of a request', () => {
  let redis: TestServer;
  let client: Redis;
  let monitor: Redis;
  let product: TestProduct;
  let admin: ApiClient & { readonly tenant: RegisteredTenant };

  beforeAll(async () => {
    redis = await startRedis();
    product = await startTestProduct({ ...PLAN, RATE_LIMIT_FREE: '10000', REDIS_URL: redis.url });
    admin = await new ApiClient(product.url).register();
    client = new Redis(redis.url);
    monitor = await client.monitor();
  });

  afterAll(async () => {
    monitor.disconnect();
    client.disconnect();
    await product.close();
    await redis.stop();
    expect(product.proof.violations).toEqual([]);
  });

  /** The commands that touch the limits' keys while `work` runs, scripts counted once. */
  async function commandsOf(work: () => Promise<unknown>): Promise<string[]> {
    const seen: string[] = [];
    const listen = (_time: string, args: string[], source: string): void => {
      if (source !== 'lua' && args.some((argument) => argument.includes(':throttle:')))
        seen.push(args[0] ?? '');
    };
    monitor.on('monitor', listen);
    await work();
    // A marker of our own: when it is seen, all that came before it has been.
    const marked = new Promise<void>((done) => {
      monitor.on('monitor', (_time: string, args: string[]) => {
        if (args[1] === 'end-of-work') done();
      });
    });
    await client.echo('end-of-work');
    await marked;
    monitor.off('monitor', listen);
    return seen;
  }

  it('cost one command each, whoever asks', async () => {
    await admin.get('/api/leads');
    const reads = await commandsOf(async () => {
      for (let index = 0; index < 20; index += 1) await admin.get('/api/leads');
    });
    expect(reads).toEqual(Array.from({ length: 20 }, () => 'evalsha'));
    const bad = await commandsOf(() => new ApiClient(product.url, 'bad').get('/api/leads'));
    expect(bad).toEqual(['evalsha']);
  });
});

describeRedis('while Redis is away, the limits', () => {
  let redis: TestServer;
  let product: SpawnedProduct;
  let admin: ApiClient & { readonly tenant: RegisteredTenant };

  beforeAll(async () => {
    redis = await startRedis();
    const settings = { ...PLAN, RATE_LIMIT_FREE: '200', REDIS_URL: redis.url, WORKERS: 'none' };
    product = await SpawnedProduct.start(testEnvironment(freshDatabaseUrl(), settings));
    admin = await new ApiClient(product.url).register();
  }, 60_000);

  afterAll(() => product.kill());

  it('are counted by each process alone, but a registration is refused', async () => {
    const remaining = ({ headers }: ApiAnswer) => Number(headers.get('x-ratelimit-remaining'));
    await Promise.all(Array.from({ length: 150 }, () => admin.get('/api/auth/me')));
    const shared = remaining(await admin.get('/api/auth/me'));
    await redis.stop();
    const alone = await admin.get('/api/leads');
    expect(alone.status).toBe(200);
    // A bucket of its own, from which nothing has been taken before.
    expect(remaining(alone)).toBe(199);
    expect(shared).toBeLessThan(199);

    const { email, password } = admin.tenant;
    const api = new ApiClient(product.url);
    expect((await api.post('/api/auth/login', { body: { email, password } })).status).toBe(200);
    const body = { email: 'late@example.com', password, tenantName: 'Late' };
    const register = await api.post('/api/auth/register', { body });
    expect(register).toMatchObject({ status: 503, body: { error: { code: 'SERVICE_UNAVAILABLE' } } });
    expect(register.headers.get('retry-after')).toBe('5');
  });
});
