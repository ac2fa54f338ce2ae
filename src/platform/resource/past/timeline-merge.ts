import type { TimelineEntryDto } from './timeline-entry.dto.js';
import type { KeyedEntry, TimelineKey, TimelineSource, TimelineSubject } from './timeline-source.js';

/** How far a reader has come. */
export interface TimelinePosition {
  /** The time of the last entry: what a source of which none was shown may still show is not newer. */
  readonly until: Date;
  /** By type, the last entry of each source of which one was shown. */
  readonly keys: ReadonlyMap<string, TimelineKey>;
}

interface MergeRequest {
  /** Undefined for the beginning. */
  readonly position: TimelinePosition | undefined;
  readonly limit: number;
}

interface MergedEntries {
  readonly entries: readonly TimelineEntryDto[];
  /** Undefined at the end. */
  readonly next: TimelinePosition | undefined;
}

interface Head {
  readonly type: string;
  readonly entries: readonly KeyedEntry[];
  readonly hasMore: boolean;
  taken: number;
}

/** The next entries of all sources together: at every step the newest of those that come next in their sources. */
export async function mergeTimelines(
  sources: readonly TimelineSource[],
  subject: TimelineSubject,
  { position, limit }: MergeRequest,
): Promise<MergedEntries> {
  const heads: Head[] = [];
  for (const source of sources) {
    const after = position?.keys.get(source.type);
    const until = after === undefined ? position?.until : undefined;
    heads.push({ type: source.type, ...(await source.read(subject, { after, until, limit })), taken: 0 });
  }
  const keys = new Map(position?.keys);
  const entries: TimelineEntryDto[] = [];
  // What comes next in a source that has more is not known: nothing may be told before it.
  while (entries.length < limit && !heads.some(isSpent)) {
    const newest = newestOf(heads);
    const next = newest?.entries[newest.taken];
    if (newest === undefined || next === undefined) break;
    newest.taken += 1;
    keys.set(newest.type, next.key);
    entries.push(next.entry);
  }
  const last = entries.at(-1);
  const isOver = heads.every((head) => head.taken === head.entries.length && !head.hasMore);
  if (last === undefined || isOver) return { entries, next: undefined };
  return { entries, next: { until: new Date(last.occurredAt), keys } };
}

function isSpent({ taken, entries, hasMore }: Head): boolean {
  return hasMore && taken === entries.length;
}

function newestOf(heads: readonly Head[]): Head | undefined {
  let newest: Head | undefined;
  for (const head of heads) {
    const time = head.entries[head.taken]?.entry.occurredAt;
    if (time === undefined) continue;
    const best = newest?.entries[newest.taken]?.entry.occurredAt;
    if (best === undefined || time > best) newest = head;
  }
  return newest;
}
