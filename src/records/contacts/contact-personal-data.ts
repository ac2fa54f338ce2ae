import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import {
  type ErasedBatch,
  type ErasedSlice,
  idsOf,
  type PersonalDataStore,
} from '../../platform/privacy/personal-data-store.js';
import { PersonalDataStores } from '../../platform/privacy/personal-data-stores.js';
import { ContactsService } from './contacts.service.js';

const SLICE = 100;
const LINKED = `SELECT DISTINCT contact_id AS id FROM contact_companies WHERE company_id = ANY ($1::uuid[])
  ORDER BY contact_id LIMIT ${SLICE}`;
const UNLINK = `DELETE FROM contact_companies WHERE contact_id = ANY ($1::uuid[]) AND company_id = ANY ($2::uuid[])`;

/** Contacts of companies that are erased: they go on without them. */
@Injectable()
export class ContactPersonalData implements PersonalDataStore {
  readonly name = 'contactsOfCompanies';
  readonly tables = [];

  constructor(
    private readonly contacts: ContactsService,
    private readonly database: TenantDatabase,
    stores: PersonalDataStores,
  ) {
    stores.add(this);
  }

  async erase({ records }: ErasedBatch): Promise<ErasedSlice> {
    const companies = idsOf(records, 'company');
    if (companies.length === 0) return { counts: {}, next: null };
    const linked = await this.database.query<{ id: string }>({ text: LINKED, values: [companies] });
    const ids = linked.map(({ id }) => id);
    for (const contact of await this.contacts.erasure.all(ids)) {
      const companyIds = contact.companyIds.filter((id) => !companies.includes(id));
      const isPrimaryGone = companies.includes(contact.primaryCompanyId ?? '');
      await this.contacts.erasure.amend(contact, {
        companyIds,
        ...(isPrimaryGone && { primaryCompanyId: null }),
      });
    }
    await this.database.execute({ text: UNLINK, values: [ids, companies] });
    return { counts: { companyLinks: ids.length }, next: ids.length < SLICE ? null : 'more' };
  }
}
