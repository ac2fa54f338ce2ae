import type { DomainError } from '../../../kernel/errors.js';
import type { MassOperations, RecordOutcome } from '../../../platform/resource/writes/mass-operations.js';
import type { ImportPlan } from './import-plan.js';
import { upsertOf } from './import-policy.js';
import type { NamedRecords } from './named-records.js';
import type { RowFault } from './row-fault.js';
import type { ReadableRow, RowItems } from './row-items.js';
import type { SourceRow } from './row-reader.js';

/** What became of a row. */
export interface RowResult {
  readonly row: SourceRow;
  /** The body of the record, where there was one. */
  readonly item: Readonly<Record<string, unknown>> | undefined;
  readonly outcome: 'created' | 'updated' | 'unchanged' | 'skipped' | 'failed';
  readonly record?: { readonly id: string; readonly version: number };
  readonly faults: readonly RowFault[];
}

/** Writes rows as records, by the rules of any other write. */
export class RowWriter {
  private readonly columnOf: ReadonlyMap<string | null, string>;

  constructor(
    private readonly plan: ImportPlan,
    private readonly items: RowItems,
    private readonly mass: MassOperations,
    private readonly names: NamedRecords,
  ) {
    this.columnOf = new Map(plan.columns.map(({ name, field }) => [field, name]));
  }

  /** Joins the open transaction. @returns in the order of the rows @throws {PermissionDeniedError} 403 */
  async write(rows: readonly SourceRow[]): Promise<readonly RowResult[]> {
    const results = new Map<SourceRow, RowResult>();
    const readable: ReadableRow[] = [];
    for (const row of rows) {
      const read = this.items.read(row);
      if (read.faults === undefined) readable.push(read);
      else results.set(row, { row, item: undefined, outcome: 'failed', faults: read.faults });
    }
    const unknown = await this.names.fill(readable);
    for (const [{ row, item }, faults] of unknown) results.set(row, { row, item, outcome: 'failed', faults });
    const upsert = upsertOf(this.plan.policy, this.plan.matchOn ?? undefined);
    for (const wave of this.waves(readable.filter((read) => !unknown.has(read)))) {
      const outcomes = await this.mass.write(
        wave.map(({ item }) => item),
        upsert,
      );
      for (const [index, read] of wave.entries()) results.set(read.row, this.resultOf(read, outcomes[index]));
    }
    return rows.flatMap((row) => results.get(row) ?? []);
  }

  /** Rows about one record go one after the other, each over what the one before it has written. */
  private waves(rows: readonly ReadableRow[]): readonly ReadableRow[][] {
    const { matchOn } = this.plan;
    if (rows.length === 0) return [];
    if (matchOn === null) return [[...rows]];
    const waves: ReadableRow[][] = [];
    const seen = new Map<string, number>();
    for (const row of rows) {
      const key = String(row.item[matchOn]).trim().toLowerCase();
      const place = row.item[matchOn] === undefined ? 0 : (seen.get(key) ?? 0);
      seen.set(key, place + 1);
      (waves[place] ??= []).push(row);
    }
    return waves;
  }

  private resultOf({ row, item }: ReadableRow, outcome: RecordOutcome | undefined): RowResult {
    if (outcome === undefined || outcome.kind === 'deleted') throw new Error('A row has no outcome');
    if (outcome.kind === 'refused') {
      const isSkipped = this.plan.policy === 'skip' && isOfKey(outcome.error, this.plan.matchOn);
      if (isSkipped) return { row, item, outcome: 'skipped', faults: [] };
      return { row, item, outcome: 'failed', faults: this.faultsOf(outcome.error) };
    }
    const { kind, id, version } = outcome;
    return { row, item, outcome: kind, record: { id, version }, faults: [] };
  }

  private faultsOf({ code, message, details }: DomainError): readonly RowFault[] {
    if (details.length === 0) return [{ field: null, code, message }];
    return details.map(({ field, message: what }) => {
      const column = this.columnOf.get(field);
      return { ...(column !== undefined && { column }), field, code, message: what };
    });
  }
}

/** Whether a record is there already. */
function isOfKey({ code, details }: DomainError, matchOn: string | null): boolean {
  return code === 'DUPLICATE' && details.some(({ field }) => field === matchOn);
}
