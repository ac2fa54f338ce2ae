// A receiver in a process of its own: notes when each event came. `GET /figures` says what was seen since the last
// `DELETE`; `/hook/slow` never answers.
import { createServer } from 'node:http';

const first = new Map();
let requests = 0;
const begun = () => performance.timeOrigin + performance.now();

const server = createServer((request, response) => {
  if (request.method === 'DELETE') {
    first.clear();
    requests = 0;
    response.end();
  } else if (request.method === 'GET') {
    response.end(JSON.stringify({ requests, events: [...first.values()] }));
  } else receive(request, response);
});

function receive(request, response) {
  const at = begun();
  requests += 1;
  if (request.url.startsWith('/hook/slow')) {
    request.resume();
    return;
  }
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    response.writeHead(204).end();
    const key = `${request.headers['webhook-id']} ${request.url}`;
    if (first.has(key)) return;
    const { timestamp } = JSON.parse(Buffer.concat(chunks).toString());
    first.set(key, { at, committedAt: Date.parse(timestamp), path: request.url });
  });
}

server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
