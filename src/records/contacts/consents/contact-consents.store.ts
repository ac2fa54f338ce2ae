import { Injectable } from '@nestjs/common';
import { RECORD_TYPES } from '../../../platform/database/record-types.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import type { PageQuery } from '../../../platform/http/page-query.js';
import { PersonalDataStores } from '../../../platform/privacy/personal-data-stores.js';
import { PersonalTable } from '../../../platform/privacy/personal-table.js';
import type { ConsentDto } from './dto/consent.dto.js';

type ConsentRow = ConsentDto & Record<string, unknown>;

const COLUMNS = `id, purpose, status, legal_basis AS "legalBasis", source, note, decided_at AS "at",
  recorded_at AS "recordedAt", recorded_by AS "recordedBy"`;
const INSERT = `INSERT INTO contact_consents
  (id, contact_id, purpose, status, legal_basis, source, note, decided_at, recorded_at, recorded_by)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;
// Of two decisions of one moment a withdrawal wins: whoever may have withdrawn is left alone.
const CURRENT = `SELECT DISTINCT ON (purpose) ${COLUMNS} FROM contact_consents WHERE contact_id = $1
  ORDER BY purpose, decided_at DESC, status = 'withdrawn' DESC, id DESC`;
const COUNT = 'SELECT count(*)::integer AS count FROM contact_consents WHERE contact_id = $1';
const LIST = `SELECT ${COLUMNS} FROM contact_consents WHERE contact_id = $1
  ORDER BY decided_at DESC, id DESC LIMIT $2 OFFSET $3`;

/** What contacts decided; nothing of it is changed or removed. */
@Injectable()
export class ContactConsentsStore {
  constructor(
    private readonly database: TenantDatabase,
    stores: PersonalDataStores,
  ) {
    const facts = { table: 'contact_consents', resource: 'contact', columns: ['contact_id'] };
    stores.add(new PersonalTable(database, { name: 'consents', ...facts }));
  }

  async append(contactId: string, consent: ConsentDto): Promise<void> {
    const { id, purpose, status, legalBasis, source, note, at, recordedAt, recordedBy } = consent;
    const values = [id, contactId, purpose, status, legalBasis, source, note, at, recordedAt, recordedBy];
    await this.database.execute({ text: INSERT, values });
  }

  /** What holds now: of each purpose the latest decision, by the time it was made. */
  current(contactId: string): Promise<ConsentDto[]> {
    return this.select<ConsentRow>(CURRENT, [contactId]);
  }

  async list(contactId: string, { page, pageSize }: PageQuery) {
    const [counted] = await this.select<{ count: number }>(COUNT, [contactId]);
    const consents = await this.select<ConsentRow>(LIST, [contactId, pageSize, (page - 1) * pageSize]);
    return { consents, count: counted?.count ?? 0 };
  }

  private select<Row extends Record<string, unknown>>(text: string, values: unknown[]): Promise<Row[]> {
    return this.database.query<Row>({ text, values, types: RECORD_TYPES });
  }
}
