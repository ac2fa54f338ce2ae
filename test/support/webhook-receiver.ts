import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface ReceivedWebhook {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly event: { readonly id: string; readonly type: string; readonly data: Record<string, unknown> };
}

/** Answers one request; `count` is how many came before it. */
export type Answer = (response: ServerResponse, webhook: ReceivedWebhook, count: number) => void;

const ok: Answer = (response) => void response.writeHead(204).end();

/** Told of every webhook that a receiver of this process gets. */
export const webhookWitnesses = new Set<(webhook: ReceivedWebhook) => void>();

/** A receiver of webhooks on loopback, that keeps every request it saw. */
export class WebhookReceiver {
  readonly received: ReceivedWebhook[] = [];
  /** Requests that are not answered yet, and the most there ever were. */
  inFlight = 0;
  mostInFlight = 0;

  private constructor(
    private readonly server: Server,
    public answer: Answer,
  ) {}

  static async start(answer: Answer = ok): Promise<WebhookReceiver> {
    const server = createServer();
    const receiver = new WebhookReceiver(server, answer);
    server.on('request', (request, response) => {
      receiver.inFlight += 1;
      receiver.mostInFlight = Math.max(receiver.mostInFlight, receiver.inFlight);
      response.once('close', () => (receiver.inFlight -= 1));
      void buffer(request).then((body) => {
        const event = JSON.parse(body.toString()) as ReceivedWebhook['event'];
        const webhook = { headers: request.headers, body, event };
        receiver.received.push(webhook);
        for (const witness of webhookWitnesses) witness(webhook);
        receiver.answer(response, webhook, receiver.received.length - 1);
      });
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  get ids(): string[] {
    return this.received.map(({ event }) => event.id);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((stopped) => this.server.close(() => stopped()));
  }
}

export function answering(status: number): Answer {
  return (response) => void response.writeHead(status).end();
}

export function answeringAfter(milliseconds: number, status = 204): Answer {
  return (response) => void setTimeout(() => response.writeHead(status).end(), milliseconds);
}

/** Never answers. */
export const hanging: Answer = () => undefined;
