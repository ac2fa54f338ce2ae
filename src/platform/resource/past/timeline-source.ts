import type { CursorValue } from '../lists/cursor-codec.js';
import type { TimelineEntryDto } from './timeline-entry.dto.js';

/** The record whose timeline is read; its reader may see it. */
export interface TimelineSubject {
  /** `lead` */
  readonly resource: string;
  readonly id: string;
}

/** Where an entry stands in the order of its source, which need not be that of others. */
export type TimelineKey = readonly [CursorValue, CursorValue];

export interface TimelineSlice {
  /** Only entries behind this one. */
  readonly after: TimelineKey | undefined;
  /** Of a source that has not been read from yet: only entries up to this time. */
  readonly until: Date | undefined;
  readonly limit: number;
}

export interface KeyedEntry {
  readonly key: TimelineKey;
  readonly entry: TimelineEntryDto;
}

export interface TimelineRead {
  /** Newest first. */
  readonly entries: readonly KeyedEntry[];
  readonly hasMore: boolean;
}

/** Something of which records have entries in their timelines. One read is one statement that an index bounds. */
export interface TimelineSource {
  /** `activity`: the type of its entries. */
  readonly type: string;
  /** As the current caller may see them now; none of what they may not. */
  read(subject: TimelineSubject, slice: TimelineSlice): Promise<TimelineRead>;
}

export const NOTHING: TimelineRead = { entries: [], hasMore: false };
