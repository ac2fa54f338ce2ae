import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { createLogger } from '../logging/logger.js';
import { createFastifyAdapter } from './fastify-application.js';

const LIMIT = 150;

describe('the time that a request may take to arrive', () => {
  const logger = createLogger({ level: 'fatal' });
  const adapter = createFastifyAdapter({ logger, trustProxy: false, receiveTimeoutMs: LIMIT });
  const fastify = adapter.getInstance<FastifyInstance>();
  let port: number;

  beforeAll(async () => {
    fastify.post('/plain', (request) => ({ got: request.body }));
    fastify.post('/file', { config: { upload: true, table: true } }, async ({ raw }) => {
      let size = 0;
      for await (const chunk of raw) size += (chunk as Buffer).length;
      return { size };
    });
    port = Number(new URL(await fastify.listen({ port: 0, host: '127.0.0.1' })).port);
  });
  afterAll(() => fastify.close());

  /** The answer to a body of which the second half comes late. */
  async function send(path: string, type: string, wait: number): Promise<string> {
    const socket = connect(port, '127.0.0.1');
    const answer: Buffer[] = [];
    socket.on('data', (chunk) => answer.push(chunk)).on('error', () => undefined);
    const ended = once(socket, 'close');
    const head = [
      `POST ${path} HTTP/1.1`,
      'Host: x',
      `Content-Type: ${type}`,
      'Content-Length: 10',
      'Connection: close',
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n[1,2,`);
    await pause(wait);
    socket.write('3,45]');
    await ended;
    return Buffer.concat(answer).toString();
  }

  it('is short for a body, and long for a file', async () => {
    expect(await send('/plain', 'application/json', 10)).toContain('{"got":[1,2,3,45]}');
    const late = await send('/plain', 'application/json', LIMIT * 3);
    expect(late).toMatch(/^HTTP\/1\.1 408 /);
    expect(late).toContain('"code":"REQUEST_TIMEOUT"');
    expect(await send('/file', 'text/csv', LIMIT * 3)).toContain('{"size":10}');
  });
});
