import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { describeWhere } from '../support/only-where.js';
import { SpawnedProduct } from '../support/spawn-product.js';
import { freshDatabaseUrl, testEnvironment } from '../support/test-product.js';
import { startTestRedis, type TestServer } from '../support/test-servers.js';

const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

describeWhere(hasRedis)('SIGTERM, when Redis has died', () => {
  let redis: TestServer | undefined;
  let product: SpawnedProduct;

  beforeEach(async () => {
    redis = await startTestRedis();
    const settings = { REDIS_URL: redis?.url ?? '', WORKERS: 'inline', SHUTDOWN_MS: '15000' };
    product = await SpawnedProduct.start(testEnvironment(freshDatabaseUrl(), settings));
  }, 60_000);

  afterEach(async () => {
    await product.kill();
    await redis?.stop();
  });

  it('ends API and workers by themselves, before their time is over', async () => {
    await redis?.stop();
    const { code, milliseconds } = await product.terminate();
    expect(code).toBe(0);
    expect(milliseconds).toBeLessThan(10_000);
  }, 30_000);
});
