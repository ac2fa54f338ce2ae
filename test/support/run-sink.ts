import { appendFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { answeringLate, MISBEHAVIOURS } from './sinks/misbehaviours.js';

/**
 * Run with Node: writes each request to the file `argv[2]`, then answers as its path asks for; listens on `argv[3]`
 * ports, prints their URLs in one line, stays until stdin ends.
 */
const [file = '', ports = '1'] = process.argv.slice(2);

interface Event {
  readonly id: string;
  readonly type: string;
  readonly timestamp: string;
  readonly data: { readonly id: string };
}

writeFileSync(file, '');

async function listen(): Promise<string> {
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { id, type, timestamp, data } = JSON.parse(body) as Event;
      const path = request.url ?? '';
      const { headers } = request;
      const attempt = Number(headers['x-webhook-attempt']);
      const seen = { path, id, type, recordId: data.id, attempt, at: Date.now(), timestamp, headers, body };
      appendFileSync(file, `${JSON.stringify(seen)}\n`);
      const [behaviour = '', figure = '0'] = path.split('/').slice(1);
      const misbehave = MISBEHAVIOURS[behaviour];
      if (misbehave === undefined) answeringLate(response, behaviour, Number(figure));
      else misbehave(request.socket);
    });
  });
  // To be cut off is what some behaviours provoke.
  server.on('connection', (socket) => socket.on('error', () => undefined));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const origins = await Promise.all(Array.from({ length: Number(ports) }, listen));
process.stdout.write(`${origins.join(' ')}\n`);
process.stdin.resume().once('end', () => process.exit(0));
