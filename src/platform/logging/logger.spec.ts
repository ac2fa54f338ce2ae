import { describe, expect, it } from '@jest/globals';
import { runInContext } from '../context/request-context.js';
import { createLogger } from './logger.js';
import { NestLogger } from './nest-logger.js';

function capture() {
  const lines: string[] = [];
  const logger = createLogger({ level: 'info', destination: { write: (line) => void lines.push(line) } });
  return { logger, entries: () => lines.map((line) => JSON.parse(line)), text: () => lines.join('') };
}

const TENANT = {
  id: 't-1',
  database: 'd',
  cluster: 'c',
  state: 'active',
  plan: 'free',
  schemaVersion: 1,
} as const;

describe('logger', () => {
  it('writes JSON lines with the trace and tenant of the context', () => {
    const { logger, entries } = capture();
    runInContext({ traceId: 'abc', tenant: TENANT }, () => logger.info({ a: 1 }, 'inside'));
    logger.info({}, 'outside');
    expect(entries()).toMatchObject([
      { level: 'info', traceId: 'abc', tenantId: 't-1', a: 1, msg: 'inside' },
      {},
    ]);
    expect(entries()[1]).not.toHaveProperty('traceId');
  });

  it('redacts secrets at the top and two levels down', () => {
    const { logger, text } = capture();
    const secrets = {
      password: 'S1',
      token: 'S2',
      refreshToken: 'S3',
      secret: 'S4',
      authorization: 'S5',
      cookie: 'S6',
      csrfToken: 'S10',
    };
    const headers = { authorization: 'S7', 'set-cookie': 'S8', 'x-api-key': 'S9', 'x-csrf-token': 'S11' };
    logger.info({ ...secrets, body: secrets, request: { headers, body: secrets } }, 'all');
    expect(text()).not.toMatch(/S\d/);
    expect(text()).toContain('[redacted]');
  });

  it('takes what Nest logs, its lists of modules and routes only for debugging', () => {
    const { logger, entries } = capture();
    const nest = new NestLogger(logger);
    nest.log('ready', 'Queue');
    nest.log('LeadsModule dependencies initialized', 'InstanceLoader');
    nest.log('Mapped {/api/leads, GET} route', 'RouterExplorer');
    nest.error(new Error('broken'), 'Router');
    expect(entries()).toMatchObject([
      { level: 'info', source: 'Queue', msg: 'ready' },
      { level: 'error', source: 'Router', error: { message: 'broken' } },
    ]);
  });
});
