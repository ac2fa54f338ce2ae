import type { ApiClient } from './api-client.js';
import { eventually } from './eventually.js';

export interface FeedEvent {
  readonly id: string;
  readonly type: string;
  readonly tenantId: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly previous: Readonly<Record<string, unknown>> | null;
  readonly recordVersion: number;
  readonly position: number;
  readonly resource: string;
  readonly recordId: string;
}

export interface EventPage {
  readonly items: readonly FeedEvent[];
  readonly after: number;
  readonly hasMore: boolean;
}

/** Follows the change feed as an integration would. */
export class FeedReader {
  readonly events: FeedEvent[] = [];
  private after: number;

  constructor(
    private readonly client: ApiClient,
    readonly start = 0,
    private readonly query = '',
  ) {
    this.after = start;
  }

  /** A reader of what has not happened yet: everything that was stamped so far is passed over. */
  static async fromEnd(client: ApiClient): Promise<FeedReader> {
    const { body } = await client.get<EventPage>('/api/events?after=now');
    return new FeedReader(client, body.after);
  }

  /** Reads on to the end of what is there. */
  async read(): Promise<readonly FeedEvent[]> {
    let hasMore = true;
    while (hasMore) {
      const answer = await this.client.get<EventPage>(`/api/events?after=${this.after}${this.query}`);
      if (answer.status !== 200) throw new Error(`feed: ${answer.status} ${JSON.stringify(answer.body)}`);
      this.events.push(...answer.body.items);
      this.after = answer.body.after;
      hasMore = answer.body.hasMore;
    }
    return this.events;
  }

  /** All events so far, once they are what is expected. */
  async until(
    what: string,
    isThere: (events: readonly FeedEvent[]) => boolean,
  ): Promise<readonly FeedEvent[]> {
    await eventually(what, async () => isThere(await this.read()));
    return this.events;
  }
}
