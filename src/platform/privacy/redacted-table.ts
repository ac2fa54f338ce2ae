import type { TenantDatabase } from '../database/tenant-database.js';
import type { ErasedBatch, ErasedSlice, PersonalDataStore } from './personal-data-store.js';
import { Redaction } from './redaction.js';

const SLICE = 200;
const NOBODY = '00000000-0000-0000-0000-000000000000';
const ENTRIES = `SELECT seq::text AS seq, record, changes FROM journal
  WHERE record_id = ANY ($1::uuid[]) AND seq > $3::bigint AND (record::text ILIKE ANY ($2) OR changes::text ILIKE ANY ($2))
  ORDER BY seq LIMIT ${SLICE}`;
const EMPTY = 'UPDATE journal SET record = $2, changes = $3, erased_at = now() WHERE seq = $1';

export interface RedactedTableFacts {
  /** What it holds: `views`. */
  readonly name: string;
  /** Of records that are about nobody, few enough to be looked through. */
  readonly table: string;
  /** Columns with text or JSON in which somebody may be named. */
  readonly columns: readonly string[];
}

interface StoredRow {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly held: Readonly<Record<string, unknown>>;
}

interface StoredEntry {
  readonly [column: string]: unknown;
  readonly seq: string;
  readonly record: unknown;
  readonly changes: unknown;
}

/** Settings that may name a person, as a filter by their address does: they stay, without the name. */
export class RedactedTable implements PersonalDataStore {
  readonly name: string;
  readonly tables: readonly string[];
  readonly asks = 'all';

  constructor(
    private readonly database: TenantDatabase,
    private readonly facts: RedactedTableFacts,
  ) {
    this.name = facts.name;
    this.tables = [facts.table];
  }

  async erase({ identifiers, after }: ErasedBatch): Promise<ErasedSlice> {
    const names = new Redaction(identifiers);
    if (names.isEmpty) return { counts: {}, next: null };
    const { table, columns } = this.facts;
    const held = columns.map((column) => `'${column}', "${column}"`).join(', ');
    const text = `SELECT id, jsonb_build_object(${held}) AS held FROM "${table}" WHERE id > $1 ORDER BY id LIMIT ${SLICE}`;
    const rows = await this.database.query<StoredRow>({ text, values: [after ?? NOBODY] });
    let redacted = 0;
    for (const row of rows) redacted += await this.redact(row, names);
    redacted += await this.redactHistory(rows, names);
    const last = rows.at(-1);
    return { counts: { [this.name]: redacted }, next: rows.length < SLICE ? null : (last?.id ?? null) };
  }

  private async redact({ id, held }: StoredRow, names: Redaction): Promise<number> {
    const shown = names.of(held);
    if (shown === held) return 0;
    const { table, columns } = this.facts;
    const list = columns.map((column) => `"${column}"`).join(', ');
    const text = `UPDATE "${table}" AS stored SET (${list}) =
      (SELECT ${list} FROM jsonb_populate_record(stored, $2)) WHERE id = $1`;
    return this.database.execute({ text, values: [id, JSON.stringify(shown)] });
  }

  private async redactHistory(rows: readonly StoredRow[], names: Redaction): Promise<number> {
    const ids = rows.map(({ id }) => id);
    let redacted = 0;
    for (let after: string | undefined = '0'; after !== undefined;) {
      const values = [ids, names.patterns, after];
      const entries: StoredEntry[] = await this.database.query<StoredEntry>({ text: ENTRIES, values });
      for (const { seq, record, changes } of entries) {
        const shown = [names.of(record), names.of(changes)].map((one) =>
          one === null ? null : JSON.stringify(one),
        );
        await this.database.execute({ text: EMPTY, values: [seq, ...shown] });
      }
      redacted += entries.length;
      after = entries.length < SLICE ? undefined : entries.at(-1)?.seq;
    }
    return redacted;
  }
}
