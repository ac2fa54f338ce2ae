import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { hasValidSignatures } from './verify-signatures.js';

/** A verified event, the first time it came. */
export interface ReceivedEvent {
  id: string;
  type: string;
  recordId: string;
  /** Milliseconds from the event's `timestamp` to its arrival here. */
  latency: number;
}

interface EventBody {
  id: string;
  type: string;
  timestamp: string;
  data: { id: string };
}

/** What an integrator runs: an HTTP endpoint that trusts a delivery only when its signatures hold. */
export class Receiver {
  /** By event id: a delivery may come more than once. */
  readonly events = new Map<string, ReceivedEvent>();
  /** Requests whose signatures did not hold, answered 401. */
  rejected = 0;
  /** The endpoint's secret; until it is known nothing is accepted. */
  secret = '';
  private readonly server = createServer((request, response) => void this.receive(request, response));
  private onEvent: () => void = () => undefined;

  /** Listens on a free port of the loopback address and returns the URL. */
  async listen(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('the receiver has no port');
    return `http://127.0.0.1:${address.port}/webhooks`;
  }

  /** Resolves when an event of `type` has come for each record, or after `milliseconds`; returns how many have. */
  async waitFor(type: string, recordIds: readonly string[], milliseconds: number): Promise<number> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((done) => {
      timer = setTimeout(done, milliseconds);
      this.onEvent = () => {
        if (this.events.size >= recordIds.length && this.of(type, recordIds).length === recordIds.length)
          done();
      };
      this.onEvent();
    });
    clearTimeout(timer);
    this.onEvent = () => undefined;
    return this.of(type, recordIds).length;
  }

  /** The events of `type` about these records, one for each. */
  of(type: string, recordIds: readonly string[]): ReceivedEvent[] {
    const byRecord = new Map<string, ReceivedEvent>();
    for (const event of this.events.values()) if (event.type === type) byRecord.set(event.recordId, event);
    return recordIds.flatMap((id) => byRecord.get(id) ?? []);
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const receivedAt = Date.now();
    const body = await buffer(request);
    if (this.secret === '' || !hasValidSignatures({ headers: request.headers, body }, this.secret)) {
      this.rejected += 1;
      response.writeHead(401).end();
      return;
    }
    response.writeHead(204).end();
    const event = JSON.parse(body.toString()) as EventBody;
    if (this.events.has(event.id)) return;
    this.events.set(event.id, {
      id: event.id,
      type: event.type,
      recordId: event.data.id,
      latency: receivedAt - Date.parse(event.timestamp),
    });
    this.onEvent();
  }
}
