import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import Fastify from 'fastify';
import { endUnusedConnections } from './unused-connections.js';

it('does not wait for a connection on which nothing was asked, nor after its request has ended', async () => {
  const fastify = Fastify();
  endUnusedConnections(fastify);
  let end = (): void => undefined;
  fastify.get('/slow', async () => {
    await new Promise<void>((resolve) => (end = resolve));
    return 'done';
  });
  await fastify.listen({ port: 0, host: '127.0.0.1' });
  const { port } = fastify.server.address() as AddressInfo;
  const unused = connect(port, '127.0.0.1');
  unused.resume();
  const busy = connect(port, '127.0.0.1');
  busy.setEncoding('utf8');
  let answer = '';
  busy.on('data', (text: string) => (answer += text));
  const received = once(fastify.server, 'request');
  busy.write('GET /slow HTTP/1.1\r\nHost: here\r\n\r\n');
  await received;
  const closing = fastify.close();
  await once(unused, 'close');
  expect(await Promise.race([closing.then(() => 'closed'), pause(50, 'waits')])).toBe('waits');
  const ended = once(busy, 'close');
  end();
  await ended;
  await closing;
  expect(answer).toContain('done');
});
