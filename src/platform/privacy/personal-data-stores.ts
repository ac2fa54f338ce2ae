import { Injectable } from '@nestjs/common';
import type { RecordLink } from '../resource/relations/record-link.js';
import type { PersonalDataStore } from './personal-data-store.js';

/** Finds other records of the same person: those that were merged into the given ones, and such. */
export type SamePerson = (records: readonly RecordLink[]) => Promise<readonly RecordLink[]>;

/** Every place of the running product that holds something on people. Rooms above add theirs. */
@Injectable()
export class PersonalDataStores {
  private readonly stores = new Map<string, PersonalDataStore>();
  private readonly finders: SamePerson[] = [];

  add(store: PersonalDataStore): void {
    if (this.stores.has(store.name)) throw new Error(`Two stores are called ${store.name}`);
    this.stores.set(store.name, store);
  }

  /** In the order in which they were added: that of the rooms. */
  list(): readonly PersonalDataStore[] {
    return [...this.stores.values()];
  }

  /** For rooms that know which records are of one person; may be asked of records that are deleted. */
  addSamePerson(find: SamePerson): void {
    this.finders.push(find);
  }

  async samePerson(records: readonly RecordLink[]): Promise<readonly RecordLink[]> {
    const found = [];
    for (const find of this.finders) found.push(...(await find(records)));
    return found;
  }
}
