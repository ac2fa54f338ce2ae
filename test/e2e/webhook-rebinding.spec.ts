import { promises as dns } from 'node:dns';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { hanging } from '../support/sinks/behaviours.js';
import { Sink } from '../support/sinks/sink.js';
import { useTestProduct } from '../support/use-test-product.js';
import { WebhookBench } from '../support/webhook-bench.js';

/** One that webhooks may use in production. */
const PORT = 8443;
const PUBLIC = '93.184.216.34';
const MIXED = [PUBLIC, '127.0.0.1'];

interface Attempt {
  readonly outcome: string;
  readonly responseStatus: number | null;
  readonly responseExcerpt: string | null;
}

describe('a webhook whose host changes its addresses', () => {
  const { api } = useTestProduct({
    // Development lets webhooks go to this machine, which is here what must not be reached.
    NODE_ENV: 'production',
    MIGRATE_ON_START: 'true',
    HOST: '127.0.0.1',
    WORKERS: 'inline',
    WEBHOOK_SCHEDULE_PERCENT: '0',
    WEBHOOK_BREAKER_MS: '0',
    WEBHOOK_CONNECT_MS: '500',
  });
  /** What the name server answers next; the last answer stays. */
  let answers: string[][] = [];
  let looks = 0;
  let inside: Sink;

  beforeAll(async () => {
    inside = await Sink.start(hanging, { port: PORT });
    jest.spyOn(dns.Resolver.prototype, 'resolve4').mockImplementation(() => {
      looks += 1;
      const [answer = []] = answers.length > 1 ? answers.splice(0, 1) : answers;
      return Promise.resolve(answer);
    });
    jest.spyOn(dns.Resolver.prototype, 'resolve6').mockRejectedValue(new Error('no such records'));
  });

  beforeEach(() => {
    looks = 0;
  });

  afterAll(async () => {
    jest.restoreAllMocks();
    await inside.stop();
  });

  const url = `https://hooks.example.com:${PORT}/hook`;

  it.each([
    ['this machine', ['127.0.0.1']],
    ['a private network', ['10.0.0.7']],
    ['the metadata of a cloud', ['169.254.169.254']],
    ['a public and a private one', MIXED],
    ['a private and a public one', MIXED.toReversed()],
  ])(
    'is refused at each connect when they have become those of %s, and nothing is sent',
    async (_what, later) => {
      answers = [[PUBLIC], later];
      const bench = new WebhookBench(await api().register());
      const endpoint = await bench.endpoint(url, ['lead.created']);
      const atSave = looks;
      expect(atSave).toBe(1);
      await bench.lead();
      const [delivery] = await bench.settled(endpoint, ['failed']);
      const { body } = await bench.api.get<{ attemptLog: Attempt[] }>(
        `/api/webhooks/deliveries/${delivery?.id ?? ''}`,
      );
      expect(body.attemptLog).toHaveLength(10);
      for (const attempt of body.attemptLog)
        expect(attempt).toMatchObject({ outcome: 'blocked', responseStatus: null, responseExcerpt: null });
      // Each asked anew: no connection and no address is kept.
      expect(looks).toBe(atSave + 10);
      for (const address of later) expect(JSON.stringify(body)).not.toContain(address);
      expect(inside.connections).toBe(0);
    },
  );

  it.each([[MIXED], [MIXED.toReversed()], [['10.0.0.7']]])(
    'is refused when it is saved while they are %j',
    async (now) => {
      answers = [now];
      const admin = await api().register();
      const refused = await admin.post('/api/webhooks', { body: { url, events: ['lead.created'] } });
      expect(refused).toMatchObject({ status: 422, body: { error: { details: [{ field: 'url' }] } } });
      for (const address of now) expect(JSON.stringify(refused.body)).not.toContain(address);
    },
  );
});
