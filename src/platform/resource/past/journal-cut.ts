import type { TenantDatabase } from '../../database/tenant-database.js';
import type { ResourceRegistry } from '../resource-registry.js';

/** Rows that one cut looks at: its locks are held for milliseconds. */
export const CUT_ROWS = 2_000;

/** A lock as well: whoever finds it held leaves the cut to its holder. */
const FLOOR = 'SELECT position FROM journal_floor FOR UPDATE SKIP LOCKED';
/** Of rows that a consumer has not read none goes, however old. */
const HEADS = `SELECT position, seq::text AS seq, record_id AS "recordId", resource, type, version, occurred_at AS "occurredAt"
  FROM journal WHERE position > $1 AND position <= LEAST((SELECT position FROM journal_head), (
    SELECT min(COALESCE(c.position, 0)) FROM unnest($2::text[]) AS reader LEFT JOIN journal_consumers c ON c.name = reader))
  ORDER BY position LIMIT ${CUT_ROWS}`;
const KEEP = `INSERT INTO journal_baselines (record_id, resource, version, occurred_at, record, erased_at)
  SELECT record_id, resource, version, occurred_at, record, erased_at FROM journal WHERE seq = ANY ($1::bigint[])
  ON CONFLICT (record_id) DO UPDATE SET version = excluded.version, occurred_at = excluded.occurred_at,
    record = excluded.record, erased_at = excluded.erased_at`;
const FORGET = 'DELETE FROM journal_baselines WHERE record_id = ANY ($1)';
const CUT = 'DELETE FROM journal WHERE position > $1 AND position <= $2';
const RAISE = 'UPDATE journal_floor SET position = $1, kept_since = GREATEST(kept_since, $2)';

interface OldRow {
  readonly [column: string]: unknown;
  readonly position: number;
  readonly seq: string;
  readonly recordId: string;
  readonly resource: string;
  readonly type: string;
  readonly version: number;
  readonly occurredAt: Date;
}

export interface CutResult {
  readonly rows: number;
  /** When the oldest row that stays was written; undefined where none was looked at. */
  readonly oldest: Date | undefined;
}

/**
 * Takes the next rows that are over off the journal's old end, in one transaction: the newest of each record that lives
 * on becomes its baseline, the rows go, and the floor rises to the last of them.
 */
export class JournalCut {
  constructor(
    private readonly database: TenantDatabase,
    private readonly registry: ResourceRegistry,
  ) {}

  /**
   * @param keptSince older rows are over
   * @param consumers who must have read a row before it goes
   * @returns undefined while another is at it
   */
  next(keptSince: Date, consumers: readonly string[]): Promise<CutResult | undefined> {
    return this.database.transaction(async () => {
      const [floor] = await this.database.query<{ position: number }>({ text: FLOOR });
      if (floor === undefined) return undefined;
      const values = [floor.position, consumers];
      const rows = await this.database.query<OldRow>({ name: 'journal-cut-heads', text: HEADS, values });
      const end = rows.findIndex(({ occurredAt }) => occurredAt >= keptSince);
      const over = end < 0 ? rows : rows.slice(0, end);
      await this.cut(floor.position, over);
      return { rows: over.length, oldest: rows[over.length]?.occurredAt };
    });
  }

  private async cut(from: number, over: readonly OldRow[]): Promise<void> {
    const last = over.at(-1);
    if (last === undefined) return;
    const kept = await this.livingOn(newestOf(over));
    const keptIds = new Set(kept.map(({ recordId }) => recordId));
    const gone = over.map(({ recordId }) => recordId).filter((id) => !keptIds.has(id));
    await this.database.execute({ text: KEEP, values: [kept.map(({ seq }) => seq)] });
    await this.database.execute({ text: FORGET, values: [[...new Set(gone)]] });
    await this.database.execute({ text: CUT, values: [from, last.position] });
    const times = over.map(({ occurredAt }) => occurredAt.getTime());
    const keptSince = new Date(times.reduce((one, other) => Math.max(one, other)));
    await this.database.execute({ text: RAISE, values: [last.position, keptSince] });
  }

  /** Of records that were not deleted then, and still have a row: what is no record needs no baseline. */
  private async livingOn(newest: readonly OldRow[]): Promise<OldRow[]> {
    const living = newest.filter(({ resource, type }) => type !== `${resource}.deleted`);
    const found = new Set<string>();
    for (const { descriptor } of this.registry.list()) {
      const ids = living
        .filter(({ resource }) => resource === descriptor.name)
        .map(({ recordId }) => recordId);
      if (ids.length === 0) continue;
      const { tableName } = this.database.dataSource.getMetadata(descriptor.entity);
      const text = `SELECT id FROM "${tableName}" WHERE id = ANY ($1)`;
      for (const { id } of await this.database.query<{ id: string }>({ text, values: [ids] })) found.add(id);
    }
    return living.filter(({ recordId }) => found.has(recordId));
  }
}

function newestOf(rows: readonly OldRow[]): OldRow[] {
  const newest = new Map<string, OldRow>();
  for (const row of rows) {
    const known = newest.get(row.recordId);
    if (known === undefined || row.version >= known.version) newest.set(row.recordId, row);
  }
  return [...newest.values()];
}
