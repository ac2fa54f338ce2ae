import { currentTenant } from '../../context/request-context.js';
import { ChangeTimeline } from './change-timeline.js';
import type { CursorValue } from '../lists/cursor-codec.js';
import { badFilter } from '../lists/list-filters.js';
import { type ListQuery, queryReader } from '../lists/list-query.js';
import { readPage } from '../lists/list-syntax.js';
import type { RecordEntity } from '../record.entity.js';
import type { RecordFoundation } from '../record-foundation.js';
import type { RecordPast } from './record-past.js';
import type { ResourceDescriptor } from '../resource-descriptor.js';
import { tellOfRead } from '../sensitive-reads.js';
import { mergeTimelines, type TimelinePosition } from './timeline-merge.js';
import type { TimelineKey, TimelineSource } from './timeline-source.js';
import type { TimelinePageDto } from './timeline-page.dto.js';

/** What happened around one record, newest first: its own changes, and what other types have of it. */
export class RecordTimeline<Entity extends RecordEntity> {
  private readonly changes: TimelineSource;

  constructor(
    private readonly descriptor: ResourceDescriptor<Entity>,
    private readonly foundation: RecordFoundation,
    private readonly past: RecordPast<Entity>,
  ) {
    this.changes = new ChangeTimeline(descriptor.plural, foundation);
  }

  /**
   * @param query `types`, `limit` and `cursor`
   * @throws {BadRequestError} 400 · {NotFoundError} 404
   */
  async list(id: string, query: ListQuery): Promise<TimelinePageDto> {
    const reader = queryReader(query);
    const { mode, pageSize: limit } = readPage(reader);
    const sources = this.sources(reader.names('types'));
    const fingerprint = this.fingerprint(id, sources);
    const cursor = mode.kind === 'cursor' ? mode.cursor : undefined;
    const { cursors, audit } = this.foundation;
    const position =
      cursor === undefined ? undefined : positionOf(cursors.decode(cursor, fingerprint).values);
    await this.past.state(id, 'read');
    const { descriptor } = this;
    if (descriptor.sensitive === true) await tellOfRead(audit, descriptor, { id, ids: [id] });
    const subject = { resource: descriptor.name, id: id.toLowerCase() };
    const { entries, next } = await mergeTimelines(sources, subject, { position, limit });
    return {
      items: [...entries],
      pageSize: limit,
      hasNextPage: next !== undefined,
      hasPreviousPage: position !== undefined,
      nextCursor: next === undefined ? null : cursors.encode({ values: valuesOf(next), id }, fingerprint),
    };
  }

  private sources(types: readonly string[] | undefined): readonly TimelineSource[] {
    const all = [this.changes, ...this.foundation.registry.timelineSources()];
    const known = all.map(({ type }) => type);
    const unknown = types?.find((type) => !known.includes(type));
    if (unknown !== undefined) throw badFilter('types', `must be some of ${known.join(', ')}`);
    return types === undefined ? all : all.filter(({ type }) => types.includes(type));
  }

  private fingerprint(id: string, sources: readonly TimelineSource[]): string {
    const types = sources.map(({ type }) => type).sort();
    return JSON.stringify([currentTenant().id, this.descriptor.plural, 'timeline', id.toLowerCase(), types]);
  }
}

/** The time of the last entry, then each source that was read from, with its key. */
function valuesOf({ until, keys }: TimelinePosition): CursorValue[] {
  return [until.getTime(), ...[...keys].flatMap(([type, key]) => [type, ...key])];
}

function positionOf([until = null, ...rest]: readonly CursorValue[]): TimelinePosition {
  const keys = new Map<string, TimelineKey>();
  for (let place = 0; place < rest.length; place += 3) {
    keys.set(String(rest[place]), [rest[place + 1] ?? null, rest[place + 2] ?? null]);
  }
  return { until: new Date(Number(until)), keys };
}
