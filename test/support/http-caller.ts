import { request } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

export interface Call {
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly payload?: string | Buffer;
}

export interface Answer {
  readonly statusCode: number;
  readonly headers: IncomingHttpHeaders;
  /** As text; not decompressed. */
  readonly body: string;
  json(): ReturnType<typeof JSON.parse>;
}

async function toAnswer(message: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  const body = Buffer.concat(chunks).toString('utf8');
  return {
    statusCode: message.statusCode ?? 0,
    headers: message.headers,
    body,
    json: () => JSON.parse(body),
  };
}

/** Calls a listening server over a socket, with any path and header, unlike `fetch`. */
export function createHttpCaller(baseUrl: string): (call: Call | string) => Promise<Answer> {
  const { hostname, port } = new URL(baseUrl);
  return (call) => {
    const { url, method = 'GET', headers, payload } = typeof call === 'string' ? { url: call } : call;
    return new Promise((resolve, reject) => {
      const outgoing = request({ hostname, port, path: url, method, headers }, (message) => {
        toAnswer(message).then(resolve, reject);
      });
      outgoing.on('error', reject);
      outgoing.end(payload);
    });
  };
}
