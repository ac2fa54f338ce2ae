import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { RECORD_TYPES } from '../../../platform/database/record-types.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import type { PageQuery } from '../../../platform/http/page-query.js';
import { PersonalDataStores } from '../../../platform/privacy/personal-data-stores.js';
import { PersonalTable } from '../../../platform/privacy/personal-table.js';
import type { RecordWrite } from '../../../platform/resource/writes/record-write.js';
import type { Deal } from './deal.entity.js';
import type { DealContact } from './deal-contact.js';

const REMOVE = `DELETE FROM deal_contacts WHERE deal_id = ANY ($1::uuid[])
  AND (deal_id, contact_id) NOT IN (SELECT * FROM unnest($2::uuid[], $3::uuid[]))`;
// The old mark goes before the new one comes: the index that allows one primary a deal looks at each row.
const UNMARK = 'UPDATE deal_contacts SET is_primary = false WHERE deal_id = ANY ($1::uuid[]) AND is_primary';
const STORE = `INSERT INTO deal_contacts AS stored (deal_id, contact_id, role, is_primary, since)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::boolean[], $5::timestamptz[])
  ON CONFLICT (deal_id, contact_id) DO UPDATE SET role = excluded.role, is_primary = excluded.is_primary`;

const COLUMNS = `deal_id AS "dealId", contact_id AS "contactId", role, is_primary AS "isPrimary", since`;
const FIND = `SELECT ${COLUMNS} FROM deal_contacts WHERE deal_id = $1 AND contact_id = $2`;
const COUNT = 'SELECT count(*)::integer AS count FROM deal_contacts WHERE deal_id = $1';
const LIST = `SELECT ${COLUMNS} FROM deal_contacts WHERE deal_id = $1
  ORDER BY is_primary DESC, since, contact_id LIMIT $2 OFFSET $3`;

/** One association of a deal with a contact. */
export interface DealContactLink extends DealContact {
  readonly [column: string]: unknown;
  readonly dealId: string;
  readonly since: string;
}

/** Who has to do with deals, as rows; they follow what the deals say of themselves. */
@Injectable()
export class DealContactLinks {
  constructor(
    private readonly database: TenantDatabase,
    stores: PersonalDataStores,
  ) {
    const table = 'deal_contacts';
    stores.add(
      new PersonalTable(database, { name: 'contactsOfDeals', table, resource: 'deal', columns: ['deal_id'] }),
    );
  }

  /** Makes the rows of written deals agree with their `contacts`. */
  async store(writes: readonly RecordWrite<Deal>[]): Promise<void> {
    const changed = writes.filter(
      ({ before, after }) => !isDeepStrictEqual(before?.contacts ?? [], after.contacts),
    );
    if (changed.length === 0) return;
    const rows = changed.flatMap(({ after: { id, contacts, updatedAt } }) =>
      contacts.map((contact) => ({ ...contact, dealId: id, since: updatedAt })),
    );
    const dealIds = rows.map(({ dealId }) => dealId);
    const contactIds = rows.map(({ contactId }) => contactId);
    const known = changed.filter(({ before }) => before !== undefined).map(({ after }) => after.id);
    if (known.length > 0) {
      await this.run(REMOVE, known, dealIds, contactIds);
      await this.run(UNMARK, known);
    }
    if (rows.length === 0) return;
    const [roles, primary] = [rows.map(({ role }) => role), rows.map(({ isPrimary }) => isPrimary)];
    await this.run(
      STORE,
      dealIds,
      contactIds,
      roles,
      primary,
      rows.map(({ since }) => since),
    );
  }

  find(dealId: string, contactId: string): Promise<DealContactLink[]> {
    return this.select<DealContactLink>(FIND, [dealId, contactId]);
  }

  /** The primary one first, then the oldest. */
  async list(dealId: string, { page, pageSize }: PageQuery) {
    const [counted] = await this.select<{ count: number }>(COUNT, [dealId]);
    const links = await this.select<DealContactLink>(LIST, [dealId, pageSize, (page - 1) * pageSize]);
    return { links, count: counted?.count ?? 0 };
  }

  private select<Row extends Record<string, unknown>>(text: string, values: unknown[]): Promise<Row[]> {
    return this.database.query<Row>({ text, values, types: RECORD_TYPES });
  }

  private async run(text: string, ...values: unknown[]): Promise<void> {
    await this.database.execute({ text, values });
  }
}
