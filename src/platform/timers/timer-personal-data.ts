import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../database/tenant-database.js';
import type { ErasedBatch, ErasedSlice, PersonalDataStore } from '../privacy/personal-data-store.js';
import { PersonalDataStores } from '../privacy/personal-data-stores.js';

const REMOVE = 'DELETE FROM timers WHERE subject = ANY ($1)';

/** Timers that are about records: what they would ring for is gone. */
@Injectable()
export class TimerPersonalData implements PersonalDataStore {
  readonly name = 'timers';
  readonly tables = ['timers'];

  constructor(
    private readonly database: TenantDatabase,
    stores: PersonalDataStores,
  ) {
    stores.add(this);
  }

  async erase({ records }: ErasedBatch): Promise<ErasedSlice> {
    const values = [records.map(({ id }) => id)];
    return { counts: { timers: await this.database.execute({ text: REMOVE, values }) }, next: null };
  }
}
