import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type {
  ErasedBatch,
  ErasedSlice,
  PersonalDataStore,
} from '../../platform/privacy/personal-data-store.js';
import { PersonalDataStores } from '../../platform/privacy/personal-data-stores.js';
import type { RecordLink } from '../../platform/resource/relations/record-link.js';

const PAGE = 500;
const ERASE = 'SELECT erase_audit_values($1) AS erased';
const LIST = `SELECT id AS entry, action, outcome, occurred_at AS at, resource, subject_id AS id FROM audit_entries
  WHERE subject_id = ANY ($1) AND id > $2 ORDER BY id LIMIT ${PAGE}`;

/** Entries about records: who read them, what was tried. Their values go, that it happened stays. */
@Injectable()
export class AuditPersonalData implements PersonalDataStore {
  readonly name = 'auditEntries';
  readonly tables = ['audit_entries'];

  constructor(
    private readonly database: TenantDatabase,
    stores: PersonalDataStores,
  ) {
    stores.add(this);
  }

  async erase({ records }: ErasedBatch): Promise<ErasedSlice> {
    const values = [records.map(({ id }) => id)];
    const [row] = await this.database.query<{ erased: number }>({ text: ERASE, values });
    return { counts: { auditEntries: row?.erased ?? 0 }, next: null };
  }

  async *disclose(records: readonly RecordLink[]): AsyncGenerator<Readonly<Record<string, unknown>>, void> {
    const ids = records.map(({ id }) => id);
    for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
      const rows = await this.database.query<Record<string, unknown>>({ text: LIST, values: [ids, after] });
      for (const { entry: _entry, ...shown } of rows) yield shown;
      const last = rows.at(-1);
      if (last === undefined || rows.length < PAGE) return;
      after = String(last['entry']);
    }
  }
}
