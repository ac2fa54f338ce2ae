import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import { currentTenant } from '../../platform/context/request-context.js';
import type { JournalEvent } from '../../platform/journal/journal-event.js';
import { type FeedHead, JournalFeed } from '../../platform/journal/journal-feed.js';
import { eventBody, type EventShape } from '../../platform/resource/events/event-body.js';
import { type EventReader, EventRights } from '../../platform/resource/events/event-rights.js';
import { type EventSource, typesOf } from '../../platform/resource/events/event-source.js';
import { ResourceRegistry } from '../../platform/resource/resource-registry.js';
import { tellOfRead } from '../../platform/resource/sensitive-reads.js';
import type { EventDto } from './dto/event.dto.js';
import type { EventPageDto } from './dto/event-page.dto.js';
import { HistoryExpiredError } from './event.errors.js';
import { EventMatches } from './event-matches.js';
import { type EventQuery, type EventSelection, refusal } from './event-query.js';

/** Positions that one page looks at, at most. */
const LOOKED_AT = 10_000;
/** Heads that are read at one time, at least: many of them may be nothing for the reader. */
const BATCH = 500;
/** Bytes of a page as text after which it ends, and bytes as stored that are read for it at one time. */
const FULL_PAGE = 4 * 1024 * 1024;
const READ_AT_ONCE = 256 * 1024;
/** Bytes as stored of the records that one page asks its filter of, at most. */
const FILTERED = 16 * 1024 * 1024;

interface SeenHead {
  readonly head: FeedHead;
  readonly hidden: ReadonlySet<string>;
}

export interface PageRequest extends Pick<EventQuery, 'limit' | 'selection'> {
  readonly after: number;
}

/** Reads the feed page by page for one reader, with bounded work and bytes for each page. */
@Injectable()
export class EventPages {
  constructor(
    private readonly feed: JournalFeed,
    private readonly rights: EventRights,
    private readonly matches: EventMatches,
    private readonly registry: ResourceRegistry,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws {BadRequestError} 400 beyond the end · {HistoryExpiredError} 410 */
  async startOf(after: EventQuery['after']): Promise<number> {
    const { last, floor } = await this.feed.bounds();
    if (after === 'now') return last;
    if (after === undefined) return floor;
    if (after > last) throw refusal('after', `is beyond the end of the feed, which is ${last}`);
    if (after < floor) throw new HistoryExpiredError(floor);
    return after;
  }

  /** @throws {HistoryExpiredError} 410 · {BadRequestError} 400, {PermissionDeniedError} 403 for the filter */
  async read({ after, limit, selection }: PageRequest, reader: EventReader): Promise<EventPageDto> {
    // Before the rows: each up to `last` is there when they are read, and none comes in between later.
    const { last, floor } = await this.feed.bounds();
    if (after < floor) throw new HistoryExpiredError(floor);
    const { seen, end } = await this.look(
      { after, limit, selection },
      Math.min(last, after + LOOKED_AT),
      reader,
    );
    const { items, isCut } = await this.fill(seen, selection.fields);
    await this.tell(items);
    const reached = isCut ? (items.at(-1)?.position ?? after) : end;
    return { items, after: reached, hasMore: reached < last };
  }

  /** @param event one that the reader may see */
  async one(event: JournalEvent, shape: EventShape): Promise<EventDto> {
    const shown = this.show(event, shape);
    await this.tell([shown]);
    return shown;
  }

  /** Whoever reads what is sensitive is named in the audit log, by this way as by any other. */
  private async tell(items: readonly EventDto[]): Promise<void> {
    for (const name of new Set(items.map(({ resource }) => resource))) {
      if (this.registry.find(name)?.descriptor.sensitive !== true) continue;
      const ids = items.filter(({ resource }) => resource === name).map(({ recordId }) => recordId);
      await tellOfRead(this.audit, { name }, { ids: [...new Set(ids)] });
    }
  }

  private show(event: JournalEvent, shape: EventShape): EventDto {
    const { position, resource, recordId } = event;
    return { ...eventBody(event, currentTenant().id, shape), position, resource, recordId };
  }

  /** What the reader may see, and how far that was looked for. */
  private async look(
    { after, limit, selection }: PageRequest,
    until: number,
    reader: EventReader,
  ): Promise<{ seen: SeenHead[]; end: number }> {
    const { types: wanted, recordId, filter } = selection;
    const types = this.readableTypes(wanted, await this.matches.sources(selection, reader), reader);
    if (types.length === 0) return { seen: [], end: until };
    const batch = Math.max(limit, BATCH);
    const seen: SeenHead[] = [];
    let [at, bytes] = [after, 0];
    while (at < until) {
      const heads = await this.feed.heads({ after: at, until, types, recordId, limit: batch });
      const visible = await this.visible(heads, reader);
      for (const part of filter === undefined ? [visible] : partsOf(visible)) {
        for (const one of await this.matching(part, filter, reader)) {
          seen.push(one);
          if (seen.length === limit) return { seen, end: one.head.position };
        }
        bytes += filter === undefined ? 0 : part.reduce((sum, { head }) => sum + head.size, 0);
        if (bytes >= FILTERED) return { seen, end: part.at(-1)?.head.position ?? until };
      }
      at = heads.length < batch ? until : (heads.at(-1)?.position ?? until);
    }
    return { seen, end: until };
  }

  private async visible(heads: readonly FeedHead[], reader: EventReader): Promise<SeenHead[]> {
    const judged = await this.rights.judge(reader, heads);
    return heads.flatMap((head) => {
      const hidden = judged.get(head.id);
      return hidden === undefined ? [] : [{ head, hidden }];
    });
  }

  private async matching(
    visible: readonly SeenHead[],
    filter: EventSelection['filter'],
    reader: EventReader,
  ): Promise<readonly SeenHead[]> {
    if (filter === undefined || visible.length === 0) return visible;
    const heads = visible.map(({ head }) => head);
    const ids = await this.matches.among(heads, filter, reader);
    return visible.filter(({ head }) => ids.has(head.id));
  }

  private readableTypes(
    types: readonly string[],
    sources: readonly EventSource[],
    reader: EventReader,
  ): string[] {
    const readable = sources.filter(({ name }) => this.rights.reach(reader, name) !== undefined);
    const known = new Set(readable.flatMap(typesOf));
    return types.filter((type) => known.has(type));
  }

  /** The events themselves, as many as a page holds. */
  private async fill(
    seen: readonly SeenHead[],
    fields: EventShape['fields'],
  ): Promise<{ items: EventDto[]; isCut: boolean }> {
    const items: EventDto[] = [];
    let bytes = 0;
    for (const part of partsOf(seen)) {
      const hiddenAt = new Map(part.map(({ head, hidden }) => [head.position, hidden]));
      for (const event of await this.feed.events([...hiddenAt.keys()])) {
        const hidden = hiddenAt.get(event.position);
        if (hidden !== undefined) items.push(this.show(event, { hidden, fields }));
        bytes += event.bytes;
        if (bytes >= FULL_PAGE) return { items, isCut: items.length < seen.length };
      }
    }
    return { items, isCut: false };
  }
}

/** In parts that can be read at once: large events by few, small ones together. */
function partsOf(seen: readonly SeenHead[]): SeenHead[][] {
  const parts: SeenHead[][] = [];
  let bytes = READ_AT_ONCE;
  for (const one of seen) {
    if (bytes >= READ_AT_ONCE) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(one);
    bytes += one.head.size;
  }
  return parts;
}
