import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { eventually } from '../../../test/support/eventually.js';
import { hasRedis, OwnRedis } from '../../../test/support/faults/own-redis.js';
import { describeWhere } from '../../../test/support/only-where.js';
import { testEnvironment } from '../../../test/support/test-environment.js';
import { readConfiguration } from '../config/configuration.js';
import { connectQueueBackend, type QueueBackend } from './queue-backend.js';

const ONE = [{ name: 'sample', data: {} }];

describeWhere(hasRedis())('queues on a Redis that goes away', () => {
  let redis: OwnRedis;
  let backend: QueueBackend;
  const errors: string[] = [];

  beforeEach(async () => {
    redis = await OwnRedis.start();
    const environment = testEnvironment(String(process.env['TEST_DATABASE_URL']), { REDIS_URL: redis.url });
    const { queue, database } = readConfiguration(environment);
    backend = await connectQueueBackend(queue, database);
  });

  afterEach(async () => {
    await backend.close();
    await redis.kill();
  });

  const queueOf = (name: string) => backend.createQueue(name, ({ message }) => errors.push(message));
  const takes = (queue: ReturnType<typeof queueOf>) => () =>
    queue.addBulk(ONE).then(
      () => true,
      () => false,
    );

  it('take jobs again once it is back, those too that were first used without it', async () => {
    const used = queueOf('used');
    await eventually('Redis is connected', takes(used));
    await redis.kill();
    const fresh = queueOf('fresh');
    for (const queue of [used, fresh, fresh]) await expect(queue.addBulk(ONE)).rejects.toThrow();
    await redis.startAgain();
    for (const queue of [used, fresh]) await eventually('it takes jobs', takes(queue));
    await Promise.all([used.close(), fresh.close()]);
    expect(errors.length).toBeLessThan(20);
  });
});
