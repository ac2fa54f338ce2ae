import { Injectable } from '@nestjs/common';
import { currentContext, runInContext } from '../../platform/context/request-context.js';
import { type FeedHead, JournalFeed } from '../../platform/journal/journal-feed.js';
import { EventFilters } from '../../platform/resource/events/event-filters.js';
import { type EventReader, EventRights } from '../../platform/resource/events/event-rights.js';
import { type EventSource, tellsOfErasure, typesOf } from '../../platform/resource/events/event-source.js';
import type { RecordSnapshot } from '../../platform/resource/record-snapshot.js';
import { ResourceRegistry } from '../../platform/resource/resource-registry.js';
import type { EventSelection, FeedFilter } from './event-query.js';

/** Judges events by a filter as webhooks with the same filter do: on the record as it was after the event. */
@Injectable()
export class EventMatches {
  constructor(
    private readonly feed: JournalFeed,
    private readonly filters: EventFilters,
    private readonly rights: EventRights,
    private readonly registry: ResourceRegistry,
  ) {}

  /**
   * Of what the selection can show events; without a filter all it names.
   *
   * @throws {BadRequestError} 400 as lists do · {PermissionDeniedError} 403 when the reader may not filter so
   */
  async sources(
    { sources, types, filter }: EventSelection,
    reader: EventReader,
  ): Promise<readonly EventSource[]> {
    if (filter === undefined) return sources;
    const named = sources.filter((source) => typesOf(source).some((type) => types.includes(type)));
    const readable = named.filter(({ name }) => this.rights.reach(reader, name) !== undefined);
    const asked = filter.scope === 'any' && readable.length > 0 ? readable : named;
    // Types and resource that have nothing in common are no reason to take any filter.
    const checked = asked.length > 0 ? asked : sources;
    return asReader(reader, () => this.filters.askable(filter.given, checked, filter.scope));
  }

  /**
   * The ids of those that the filter is true of; one statement for each kind of record among them.
   *
   * @param heads of sources that the filter can be asked of
   */
  async among(
    heads: readonly FeedHead[],
    filter: FeedFilter,
    reader: EventReader,
  ): Promise<ReadonlySet<string>> {
    const [erasures, others] = [
      heads.filter(({ type }) => tellsOfErasure(type)),
      heads.filter(({ type }) => !tellsOfErasure(type)),
    ];
    const records = await this.feed.records(others.map(({ position }) => position));
    const recordAt = new Map(records.map(({ position, record }) => [position, record]));
    // That something was erased concerns whoever may have a copy.
    const matching = new Set(erasures.map(({ id }) => id));
    for (const resource of new Set(others.map((head) => head.resource))) {
      const theirs = others.filter((head) => head.resource === resource);
      const snapshots = theirs.map(({ position }) => recordAt.get(position) ?? {});
      const isTrue = await asReader(reader, () => this.matching(resource, filter, snapshots));
      for (const [index, { id }] of theirs.entries()) if (isTrue[index] === true) matching.add(id);
    }
    return matching;
  }

  private async matching(
    resource: string,
    { given }: FeedFilter,
    snapshots: readonly RecordSnapshot[],
  ): Promise<readonly boolean[]> {
    return (await this.registry.find(resource)?.service.matching(given, snapshots)) ?? [];
  }
}

/** Who has waited is asked with the rights of now, not with those that the request came with. */
function asReader<Result>({ access }: EventReader, work: () => Promise<Result>): Promise<Result> {
  return runInContext({ ...currentContext(), access }, work);
}
