import type { RecordLink } from '../resource/relations/record-link.js';
import { RECORD_TYPES } from '../database/record-types.js';
import type { TenantDatabase } from '../database/tenant-database.js';
import { type ErasedBatch, type ErasedSlice, idsOf, type PersonalDataStore } from './personal-data-store.js';

const SLICE = 500;
const PAGE = 500;

export interface PersonalTableFacts {
  /** What it holds: `consents`. */
  readonly name: string;
  readonly table: string;
  /** Name of the record type that its rows belong to: `contact`. */
  readonly resource: string;
  /** Columns that hold ids of such records, each with an index. A row goes when one of them does. */
  readonly columns: readonly string[];
}

/** A table whose rows belong to records and go with them. */
export class PersonalTable implements PersonalDataStore {
  readonly name: string;
  readonly tables: readonly string[];
  private readonly condition: string;

  constructor(
    private readonly database: TenantDatabase,
    private readonly facts: PersonalTableFacts,
  ) {
    this.name = facts.name;
    this.tables = [facts.table];
    this.condition = facts.columns.map((column) => `"${column}" = ANY ($1::uuid[])`).join(' OR ');
  }

  async erase({ records }: ErasedBatch): Promise<ErasedSlice> {
    const { name, table, resource } = this.facts;
    const ids = idsOf(records, resource);
    if (ids.length === 0) return { counts: {}, next: null };
    const text = `DELETE FROM "${table}" WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM "${table}" WHERE ${this.condition} LIMIT ${SLICE}))`;
    const erased = await this.database.execute({ text, values: [ids] });
    return { counts: { [name]: erased }, next: erased < SLICE ? null : 'more' };
  }

  async *disclose(records: readonly RecordLink[]): AsyncGenerator<Readonly<Record<string, unknown>>, void> {
    const { table, resource } = this.facts;
    const ids = idsOf(records, resource);
    if (ids.length === 0) return;
    const text = `SELECT to_jsonb(held) AS held FROM "${table}" AS held WHERE ${this.condition}
      ORDER BY held::text LIMIT ${PAGE} OFFSET $2`;
    for (let offset = 0; ; offset += PAGE) {
      const values = [ids, offset];
      const rows = await this.database.query<{ held: Record<string, unknown> }>({
        text,
        values,
        types: RECORD_TYPES,
      });
      for (const { held } of rows) yield held;
      if (rows.length < PAGE) return;
    }
  }
}
