import { Injectable } from '@nestjs/common';
import { RECORD_TYPES } from '../../platform/database/record-types.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { PageQuery } from '../../platform/http/page-query.js';
import type { RecordWrite } from '../../platform/resource/writes/record-write.js';
import { PersonalDataStores } from '../../platform/privacy/personal-data-stores.js';
import { PersonalTable } from '../../platform/privacy/personal-table.js';
import type { Contact } from './contact.entity.js';

const COLUMNS = `contact_id AS "contactId", company_id AS "companyId", role, is_primary AS "isPrimary", since`;
const FIND = `SELECT ${COLUMNS} FROM contact_companies WHERE contact_id = $1 AND company_id = $2`;
const COUNT = 'SELECT count(*)::integer AS count FROM contact_companies WHERE contact_id = $1';
const LIST = `SELECT ${COLUMNS} FROM contact_companies WHERE contact_id = $1
  ORDER BY is_primary DESC, since, company_id LIMIT $2 OFFSET $3`;
const SET_ROLE = 'UPDATE contact_companies SET role = $3 WHERE contact_id = $1 AND company_id = $2';

const REMOVE = `DELETE FROM contact_companies AS link
  USING unnest($1::uuid[], $2::uuid[]) AS gone (contact_id, company_id)
  WHERE link.contact_id = gone.contact_id AND link.company_id = gone.company_id`;
const ADD = `INSERT INTO contact_companies (contact_id, company_id, since)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[])`;
// The old mark goes before the new one comes: the index that allows one primary a contact looks at each row.
const UNMARK = `UPDATE contact_companies SET is_primary = false WHERE contact_id = ANY ($1::uuid[]) AND is_primary`;
const MARK = `UPDATE contact_companies AS link SET is_primary = true
  FROM unnest($1::uuid[], $2::uuid[]) AS chosen (contact_id, company_id)
  WHERE link.contact_id = chosen.contact_id AND link.company_id = chosen.company_id`;

/** One association of a contact with a company. */
export interface ContactCompanyLink {
  readonly [column: string]: unknown;
  readonly contactId: string;
  readonly companyId: string;
  readonly role: string | null;
  readonly isPrimary: boolean;
  readonly since: string;
}

/** The associations of contacts with companies; they follow what the contacts say of themselves. */
@Injectable()
export class ContactCompanyLinks {
  constructor(
    private readonly database: TenantDatabase,
    stores: PersonalDataStores,
  ) {
    const facts = { table: 'contact_companies', resource: 'contact', columns: ['contact_id'] };
    stores.add(new PersonalTable(database, { name: 'companyLinks', ...facts }));
  }

  /** Makes the associations of written contacts agree with their `companyIds` and `primaryCompanyId`. */
  async store(writes: readonly RecordWrite<Contact>[]): Promise<void> {
    const removed = writes.flatMap((write) => pairs(write, write.before, write.after));
    if (removed.length > 0) await this.run(REMOVE, ...transpose(removed));
    const marks = writes.filter(
      ({ before, after }) => after.primaryCompanyId !== (before?.primaryCompanyId ?? null),
    );
    const unmarked = marks.filter(({ before }) => (before?.primaryCompanyId ?? null) !== null);
    if (unmarked.length > 0)
      await this.run(
        UNMARK,
        unmarked.map(({ after }) => after.id),
      );
    const added = writes.flatMap((write) => pairs(write, write.after, write.before));
    if (added.length > 0)
      await this.run(
        ADD,
        ...transpose(added),
        added.map(({ at }) => at),
      );
    const marked = marks.flatMap(({ after }) =>
      after.primaryCompanyId === null ? [] : [{ contactId: after.id, companyId: after.primaryCompanyId }],
    );
    if (marked.length > 0) await this.run(MARK, ...transpose(marked));
  }

  async find(contactId: string, companyId: string): Promise<ContactCompanyLink | undefined> {
    const [link] = await this.select<ContactCompanyLink>(FIND, [contactId, companyId]);
    return link;
  }

  /** The primary one first, then the oldest. */
  async list(contactId: string, { page, pageSize }: PageQuery) {
    const [counted] = await this.select<{ count: number }>(COUNT, [contactId]);
    const values = [contactId, pageSize, (page - 1) * pageSize];
    return { links: await this.select<ContactCompanyLink>(LIST, values), count: counted?.count ?? 0 };
  }

  setRole(contactId: string, companyId: string, role: string | null): Promise<void> {
    return this.run(SET_ROLE, contactId, companyId, role);
  }

  private select<Row extends Record<string, unknown>>(text: string, values: unknown[]): Promise<Row[]> {
    return this.database.query<Row>({ text, values, types: RECORD_TYPES });
  }

  private async run(text: string, ...values: unknown[]): Promise<void> {
    await this.database.execute({ text, values });
  }
}

/** The companies that a contact has in one state and not in the other. */
function pairs({ after: { id, updatedAt } }: RecordWrite<Contact>, here?: Contact, there?: Contact) {
  const companyIds =
    here?.companyIds.filter((companyId) => there?.companyIds.includes(companyId) !== true) ?? [];
  return companyIds.map((companyId) => ({ contactId: id, companyId, at: updatedAt }));
}

function transpose(links: readonly { contactId: string; companyId: string }[]): [string[], string[]] {
  return [links.map(({ contactId }) => contactId), links.map(({ companyId }) => companyId)];
}
