import { Injectable } from '@nestjs/common';
import { RECORD_TYPES } from '../../../platform/database/record-types.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import {
  type ErasedBatch,
  type ErasedSlice,
  idsOf,
  type PersonalDataStore,
} from '../../../platform/privacy/personal-data-store.js';
import { PersonalDataStores } from '../../../platform/privacy/personal-data-stores.js';
import type { RecordLink } from '../../../platform/resource/relations/record-link.js';
import { DealsService } from './deals.service.js';

const SLICE = 100;
const LINKED = `SELECT DISTINCT deal_id AS id FROM deal_contacts WHERE contact_id = ANY ($1::uuid[])
  ORDER BY deal_id LIMIT ${SLICE}`;
const UNLINK = `DELETE FROM deal_contacts WHERE deal_id = ANY ($1::uuid[]) AND contact_id = ANY ($2::uuid[])`;
const HELD = `SELECT to_jsonb(held) AS held FROM deal_contacts AS held WHERE contact_id = ANY ($1::uuid[])
  AND deal_id > $2 ORDER BY deal_id LIMIT ${SLICE}`;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** Deals of contacts that are erased: they go on without them. What the contacts were to them is told on request. */
@Injectable()
export class DealPersonalData implements PersonalDataStore {
  readonly name = 'rolesInDeals';
  readonly tables = [];

  constructor(
    private readonly deals: DealsService,
    private readonly database: TenantDatabase,
    stores: PersonalDataStores,
  ) {
    stores.add(this);
  }

  async erase({ records }: ErasedBatch): Promise<ErasedSlice> {
    const gone = idsOf(records, 'contact');
    if (gone.length === 0) return { counts: {}, next: null };
    const linked = await this.database.query<{ id: string }>({ text: LINKED, values: [gone] });
    const ids = linked.map(({ id }) => id);
    for (const deal of await this.deals.erasure.all(ids)) {
      const contacts = deal.contacts.filter(({ contactId }) => !gone.includes(contactId));
      await this.deals.erasure.amend(deal, {
        contacts,
        contactIds: contacts.map(({ contactId }) => contactId),
        ...(gone.includes(deal.primaryContactId ?? '') && { primaryContactId: null }),
      });
    }
    await this.database.execute({ text: UNLINK, values: [ids, gone] });
    return { counts: { dealContacts: ids.length }, next: ids.length < SLICE ? null : 'more' };
  }

  async *disclose(records: readonly RecordLink[]): AsyncGenerator<Readonly<Record<string, unknown>>, void> {
    for (const contactId of idsOf(records, 'contact')) {
      for (let after: string | undefined = BEFORE_ALL; after !== undefined;) {
        const rows: { held: Record<string, unknown> }[] = await this.database.query({
          text: HELD,
          values: [[contactId], after],
          types: RECORD_TYPES,
        });
        for (const { held } of rows) yield held;
        after = rows.length < SLICE ? undefined : String(rows.at(-1)?.held['deal_id']);
      }
    }
  }
}
