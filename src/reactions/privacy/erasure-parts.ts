import { Injectable } from '@nestjs/common';
import { ErasedRecords } from '../../platform/privacy/erased-records.js';
import { ErasedLinks } from './erased-links.js';
import { ErasedRows } from './erased-rows.js';
import { ErasedStores } from './erased-stores.js';
import { type ErasurePlace, FIRST_PLACE } from './erasure-place.js';
import type { RunningErasure } from './erasure-store.js';

const BATCH = 50;

export interface ErasureSlice {
  readonly counts: Readonly<Record<string, number>>;
  /** Null when a round is through. */
  readonly next: ErasurePlace | null;
  /** Whether something has to pass first: it goes on after a while. */
  readonly isEarly?: boolean;
}

/** One slice of an erasure: some hundred rows, in the transaction of the caller. Repeating one finds nothing and is no fault. */
@Injectable()
export class ErasureParts {
  constructor(
    private readonly erased: ErasedRecords,
    private readonly links: ErasedLinks,
    private readonly stores: ErasedStores,
    private readonly rows: ErasedRows,
  ) {}

  slice(erasure: RunningErasure, place: ErasurePlace): Promise<ErasureSlice> {
    switch (place.part) {
      case 'links':
        return this.cutLinks(erasure, place);
      case 'stores':
        return this.askStores(erasure, place);
      case 'rows':
        return this.removeRows(erasure, place);
    }
  }

  /** Records that join come after those that are there, and are looked at in their turn. */
  private async cutLinks({ receipt: { id } }: RunningErasure, place: ErasurePlace): Promise<ErasureSlice> {
    const records = await this.erased.page(id, place.records, BATCH);
    const last = records.at(-1);
    if (last === undefined)
      return { counts: {}, next: { ...FIRST_PLACE, round: place.round, part: 'stores' } };
    const { counts, hasMore } = await this.links.cut(id, records);
    return { counts, next: hasMore ? place : { ...place, records: last.seq } };
  }

  private async askStores(erasure: RunningErasure, place: ErasurePlace): Promise<ErasureSlice> {
    const { counts, next } = await this.stores.step(erasure, place);
    const rows: ErasurePlace = { ...FIRST_PLACE, round: place.round, part: 'rows' };
    return { counts, next: next === null ? rows : { ...place, ...next } };
  }

  /** Who has joined goes before those whom they point at. */
  private async removeRows({ receipt: { id } }: RunningErasure, place: ErasurePlace): Promise<ErasureSlice> {
    const records = await this.erased.pageBack(id, place.records, BATCH);
    const last = records.at(-1);
    if (last === undefined) return { counts: {}, next: null };
    const counts = await this.rows.remove(records);
    if (counts === undefined)
      return { counts: {}, next: { ...FIRST_PLACE, round: place.round }, isEarly: true };
    return { counts, next: { ...place, records: last.seq } };
  }
}
