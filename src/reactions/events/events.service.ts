import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { NotFoundError } from '../../kernel/errors.js';
import { JournalFeed } from '../../platform/journal/journal-feed.js';
import { EventRights } from '../../platform/resource/events/event-rights.js';
import { ResourceRegistry } from '../../platform/resource/resource-registry.js';
import type { EventDto } from './dto/event.dto.js';
import type { EventPageDto } from './dto/event-page.dto.js';
import { EventPages, type PageRequest } from './event-pages.js';
import { readEventQuery, readFields } from './event-query.js';
import { EventReaders } from './event-readers.js';
import { JournalWatch, type WaitingPlace } from './journal-watch.js';

type Query = Readonly<Record<string, unknown>>;

/** The change feed: the journal of the tenant, as far as the caller may read it. */
@Injectable()
export class EventsService {
  constructor(
    private readonly pages: EventPages,
    private readonly feed: JournalFeed,
    private readonly rights: EventRights,
    private readonly readers: EventReaders,
    private readonly watch: JournalWatch,
    private readonly registry: ResourceRegistry,
    private readonly clock: Clock,
  ) {}

  /**
   * The next page, or with `wait` the first that has something.
   *
   * @param gone aborted when nobody waits for the answer any more
   * @throws {BadRequestError} 400 · {HistoryExpiredError} 410 · {TooManyWaitersError} 429 · {UnavailableError} 503
   */
  async follow(query: Query, gone: AbortSignal): Promise<EventPageDto> {
    const { after, limit, selection, waitMilliseconds } = readEventQuery(query, this.registry);
    const request = { after: await this.pages.startOf(after), limit, selection };
    const page = await this.pages.read(request, this.readers.current());
    if (waitMilliseconds === 0 || !isIdle(page)) return page;
    const place = this.watch.enter(gone);
    try {
      return await this.wait(place, { ...request, after: page.after }, waitMilliseconds);
    } finally {
      place.leave();
    }
  }

  /** @param query `fields` @throws {NotFoundError} 404 also for an event that is not the caller's to see */
  async get(id: string, query: Query): Promise<EventDto> {
    const event = await this.feed.find(id);
    const source = event && this.registry.findEventSource(event.resource);
    if (event === undefined || source === undefined || !this.registry.announces(event.type))
      throw new NotFoundError('Event');
    const hidden = await this.rights.hiddenIn(this.readers.current(), event);
    if (hidden === undefined) throw new NotFoundError('Event');
    return this.pages.one(event, { hidden, fields: readFields(query, [source]) });
  }

  private async wait(
    place: WaitingPlace,
    request: PageRequest,
    waitMilliseconds: number,
  ): Promise<EventPageDto> {
    const until = this.clock.milliseconds() + waitMilliseconds;
    let page: EventPageDto = { items: [], after: request.after, hasMore: false };
    while (isIdle(page)) {
      const left = Math.min(waitMilliseconds, until - this.clock.milliseconds());
      if (left <= 0 || !(await place.grown(page.after, left))) return page;
      page = await this.pages.read({ ...request, after: page.after }, await this.readers.renewed());
    }
    return page;
  }
}

/** Nothing to show, and nothing left to look at. */
function isIdle({ items, hasMore }: EventPageDto): boolean {
  return items.length === 0 && !hasMore;
}
