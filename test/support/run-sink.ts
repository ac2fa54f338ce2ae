import { appendFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** Run with Node: writes each request to the file `argv[2]`, answers 204 after `argv[3]` ms, stays until stdin ends. */
const [file = '', delay = '0'] = process.argv.slice(2);

interface Event {
  readonly id: string;
  readonly type: string;
  readonly data: { readonly id: string };
}

writeFileSync(file, '');
const server = createServer((request, response) => {
  void json(request).then((body) => {
    const { id, type, data } = body as Event;
    appendFileSync(file, `${JSON.stringify({ id, type, recordId: data.id })}\n`);
    setTimeout(() => response.writeHead(204).end(), Number(delay));
  });
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hook\n`);
});
process.stdin.resume().once('end', () => process.exit(0));
