import { appendFileSync } from 'node:fs';
import { withClient, withDatabase } from '../../../src/platform/database/postgres-client.js';
import { eventually } from '../eventually.js';
import type { SeenWebhook, SinkProcess } from '../sink-process.js';
import type { Delivery, Endpoint, WebhookBench } from '../webhook-bench.js';

/** An endpoint of a tenant, and the witness of what it was sent. */
export interface Subject {
  readonly tenant: WebhookBench;
  readonly endpoint: Endpoint;
  readonly url: string;
  readonly sink: SinkProcess;
}

export interface Verdict {
  /** Committed. */
  readonly events: number;
  /** Seen by the sink. */
  readonly requests: number;
  /** Requests for an event beyond its first. */
  readonly duplicates: number;
  /** Ids of committed events that never came. */
  readonly missing: readonly string[];
  /** Ids of events that came and were never committed. */
  readonly invented: readonly string[];
  /** Requests that the delivery log does not know, as `event/attempt`. */
  readonly unlogged: readonly string[];
  /** Deliveries that the log does not show as succeeded, as `event/status`. */
  readonly unfinished: readonly string[];
  /** Milliseconds from the commit to the first request, of the event that took longest. */
  readonly slowest: number;
}

interface Committed {
  readonly id: string;
  readonly recordId: string;
}

/** Compares what was committed, what the sink saw and what the log says. */
export class Oracle {
  constructor(
    private readonly databaseUrl: string,
    private readonly databasePrefix: string,
  ) {}

  /** Waits until every committed event has come and nothing is left to be sent, or patience ends; then judges. */
  async judge(subject: Subject, within = 60_000): Promise<Verdict> {
    try {
      await eventually('everything is delivered', () => this.isDone(subject), { within, every: 100 });
    } catch {
      // The verdict says what is missing.
    }
    const [committed, seen] = [await this.committed(subject.tenant), await subject.sink.seen(subject.url)];
    const first = new Map<string, SeenWebhook>();
    for (const webhook of seen) if (!first.has(webhook.id)) first.set(webhook.id, webhook);
    const ids = new Set(committed.map(({ id }) => id));
    return {
      events: committed.length,
      requests: seen.length,
      duplicates: seen.length - first.size,
      missing: [...ids].filter((id) => !first.has(id)),
      invented: [...first.keys()].filter((id) => !ids.has(id)),
      unlogged: await unlogged(subject, seen),
      unfinished: (await deliveriesOf(subject))
        .filter(({ status }) => status !== 'succeeded')
        .map(({ eventId, status }) => `${eventId}/${status}`),
      slowest: Math.max(0, ...[...first.values()].map(({ at, timestamp }) => at - Date.parse(timestamp))),
    };
  }

  /** The events of leads that the tenant's database holds. */
  committed(tenant: WebhookBench): Promise<Committed[]> {
    const name = `${this.databasePrefix}_tenant_${tenant.api.tenant.tenantId.replaceAll('-', '')}`;
    return withClient(withDatabase(this.databaseUrl, name), { applicationName: 'spec' }, async (client) => {
      const found = await client.query<Committed>(
        `SELECT id, record_id AS "recordId" FROM journal WHERE type LIKE 'lead.%'`,
      );
      return found.rows;
    });
  }

  private async isDone(subject: Subject): Promise<boolean> {
    const committed = await this.committed(subject.tenant);
    const seen = new Set((await subject.sink.seen(subject.url)).map(({ id }) => id));
    if (committed.some(({ id }) => !seen.has(id))) return false;
    const log = await deliveriesOf(subject);
    return log.length === committed.length && log.every(({ status }) => status === 'succeeded');
  }
}

/** Every delivery to the endpoint, page by page. */
export async function deliveriesOf({ tenant, endpoint }: Subject): Promise<Delivery[]> {
  const all: Delivery[] = [];
  for (let page = 1; ; page += 1) {
    const path = `/api/webhooks/${endpoint.id}/deliveries?pageSize=200&page=${page}`;
    const { status, body } = await tenant.api.get<{ items: Delivery[]; hasNextPage: boolean }>(path);
    if (status !== 200) throw new Error(`deliveries: ${status}`);
    all.push(...body.items);
    if (!body.hasNextPage) return all;
  }
}

async function unlogged(subject: Subject, seen: readonly SeenWebhook[]): Promise<string[]> {
  const deliveries = await deliveriesOf(subject);
  const known = new Set<string>();
  for (const { id, eventId } of deliveries) {
    const { body } = await subject.tenant.api.get<{ attemptLog: { number: number }[] }>(
      `/api/webhooks/deliveries/${id}`,
    );
    for (const { number } of body.attemptLog) known.add(`${eventId}/${number}`);
  }
  return seen.map(({ id, attempt }) => `${id}/${attempt}`).filter((request) => !known.has(request));
}

/** Adds a line to the file that `npm run test:faults` makes its table of; nothing without that file. */
export function noteFigures(row: string, store: string, verdicts: readonly Verdict[]): void {
  const file = process.env['FAULT_FIGURES'];
  if (file === undefined) return;
  const sum = (figure: (verdict: Verdict) => number) =>
    verdicts.reduce((total, verdict) => total + figure(verdict), 0);
  const line = {
    row,
    store,
    events: sum(({ events }) => events),
    requests: sum(({ requests }) => requests),
    duplicates: sum(({ duplicates }) => duplicates),
    missing: sum(({ missing, invented, unlogged: lost }) => missing.length + invented.length + lost.length),
    slowest: Math.max(...verdicts.map(({ slowest }) => slowest)),
  };
  appendFileSync(file, `${JSON.stringify(line)}\n`);
}
