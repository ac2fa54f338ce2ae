import { type CellForms, cellValue } from './cell-values.js';
import type { ImportField } from './import-fields.js';
import type { ImportPlan } from './import-plan.js';
import type { SourceRow } from './row-reader.js';

/** What is wrong with a row. */
export interface RowFault {
  readonly column?: string;
  readonly field: string | null;
  readonly code: string;
  readonly message: string;
}

/** A row as the body of a record; or why it is none. */
export type ReadRow =
  | { readonly row: SourceRow; readonly item: Readonly<Record<string, unknown>>; readonly faults?: undefined }
  | { readonly row: SourceRow; readonly item?: undefined; readonly faults: readonly RowFault[] };

/** What an export says of it is of another time, and perhaps of another tenant. */
const VERSION = 'version';

interface Target {
  readonly path: readonly string[];
  readonly field: ImportField;
}

/** Makes bodies of records of the rows of one table. */
export class RowItems {
  private readonly targets: readonly (Target | undefined)[];
  private readonly byColumn: ReadonlyMap<string, Target | undefined>;
  private readonly forms: CellForms;

  /** @param fields that the caller may write */
  constructor(
    private readonly plan: ImportPlan,
    fields: readonly ImportField[],
  ) {
    this.forms = { dates: plan.dates, decimal: plan.decimal };
    this.targets = plan.columns.map(({ field: name }) => {
      if (name === null) return undefined;
      // One that the caller may write no more is refused with the row, as any write of it would be.
      const field = fields.find((one) => one.name === name) ?? {
        name,
        label: null,
        kind: 'text',
        values: [],
      };
      return { path: name.split('.'), field };
    });
    this.byColumn = new Map(plan.columns.map(({ name }, index) => [name, this.targets[index]]));
  }

  read(row: SourceRow): ReadRow {
    if (row.fault !== undefined) return broken(row, row.fault);
    return row.members === undefined
      ? this.ofCells(row, row.cells ?? [])
      : { row, item: this.ofMembers(row.members) };
  }

  /** Fewer cells than columns are what spreadsheets leave of a row whose last cells are empty. */
  private ofCells(row: SourceRow, cells: readonly string[]): ReadRow {
    const width = this.targets.length;
    if (cells.slice(width).some((cell) => cell.trim() !== ''))
      return broken(row, `has ${cells.length} cells, and the table ${width} columns`);
    const item: Record<string, unknown> = {};
    for (const [index, target] of this.targets.entries()) {
      if (target === undefined) continue;
      const value = cellValue(cells[index] ?? '', target.field, this.forms);
      if (value !== undefined) put(item, target.path, value);
    }
    return { row, item };
  }

  private ofMembers(members: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    const item: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(members)) {
      const target = this.byColumn.get(name);
      if (target !== undefined) put(item, target.path, value);
      else if (!this.plan.isClosed && !this.byColumn.has(name) && name !== VERSION) put(item, [name], value);
    }
    return item;
  }
}

function broken(row: SourceRow, message: string): ReadRow {
  return { row, faults: [{ field: null, code: 'BROKEN_ROW', message: `The row ${message}` }] };
}

/** At most one level deep: `customFields.tier`. */
function put(item: Record<string, unknown>, [name = '', ...rest]: readonly string[], value: unknown): void {
  const inner = rest.join('.');
  const there = item[name];
  const next = inner === '' ? value : { ...(typeof there === 'object' ? there : {}), [inner]: value };
  Object.defineProperty(item, name, { value: next, enumerable: true, configurable: true, writable: true });
}
