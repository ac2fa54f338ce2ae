import { Injectable } from '@nestjs/common';
import { ErasedRecords } from '../../platform/privacy/erased-records.js';
import type { PersonalDataStore } from '../../platform/privacy/personal-data-store.js';
import { PersonalDataStores } from '../../platform/privacy/personal-data-stores.js';
import type { RecordLink } from '../../platform/resource/relations/record-link.js';
import type { RunningErasure } from './erasure-store.js';

/** Records that a store is asked for at one time. */
const BATCH = 100;
const PAGE = 1_000;

/** Where the stores have come to. */
export interface StorePlace {
  /** Which store is at it. */
  readonly store: string | null;
  /** `seq` of the last record of the batch before. */
  readonly records: string;
  /** In the store's own terms. */
  readonly after: string | null;
}

export interface StoreStep {
  readonly counts: Readonly<Record<string, number>>;
  /** Null when all stores are through. */
  readonly next: StorePlace | null;
}

interface Batch {
  readonly records: readonly RecordLink[];
  /** Where the next one begins; null when there is none. */
  readonly next: string | null;
}

/** Asks each store in its turn to take out what it holds of the records, a slice at a time. */
@Injectable()
export class ErasedStores {
  constructor(
    private readonly stores: PersonalDataStores,
    private readonly erased: ErasedRecords,
  ) {}

  async step({ receipt: { id }, identifiers }: RunningErasure, place: StorePlace): Promise<StoreStep> {
    const stores = this.stores.list();
    // Another build may have other stores: then all are asked again.
    const at = Math.max(
      0,
      stores.findIndex(({ name }) => name === place.store),
    );
    const store = stores[at];
    if (store === undefined) return { counts: {}, next: null };
    const known = store.name === place.store ? place : { ...place, records: '0', after: null };
    const batch = await this.batch(store, id, known.records);
    const { counts, next } = await store.erase({
      erasureId: id,
      records: batch.records,
      identifiers,
      after: known.after,
    });
    if (next !== null) return { counts, next: { store: store.name, records: known.records, after: next } };
    if (batch.next !== null) return { counts, next: { store: store.name, records: batch.next, after: null } };
    const following = stores[at + 1];
    return {
      counts,
      next: following === undefined ? null : { store: following.name, records: '0', after: null },
    };
  }

  private async batch(store: PersonalDataStore, id: string, after: string): Promise<Batch> {
    if (store.asks !== 'all') {
      const records = await this.erased.page(id, after, BATCH);
      return { records, next: records.length < BATCH ? null : (records.at(-1)?.seq ?? null) };
    }
    const records: RecordLink[] = [];
    for (let [seq, size] = ['0', PAGE]; size === PAGE;) {
      const page = await this.erased.page(id, seq, PAGE);
      records.push(...page);
      [seq, size] = [page.at(-1)?.seq ?? seq, page.length];
    }
    return { records, next: null };
  }
}
