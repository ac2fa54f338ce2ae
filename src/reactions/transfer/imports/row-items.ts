import { type CellForms, cellValue } from './cell-values.js';
import type { ImportField } from './import-field.js';
import type { ImportPlan } from './import-plan.js';
import type { NamedRecord } from './named-records.js';
import type { RowFault } from './row-fault.js';
import type { SourceRow } from './row-reader.js';

/** A row as the body of a record, but for the ids of records that it names. */
export interface ReadableRow {
  readonly row: SourceRow;
  readonly item: Record<string, unknown>;
  readonly named: readonly NamedRecord[];
  readonly faults?: undefined;
}

/** A row as the body of a record; or why it is none. */
export type ReadRow =
  ReadableRow | { readonly row: SourceRow; readonly item?: undefined; readonly faults: readonly RowFault[] };

/** What an export says of it is of another time, and perhaps of another tenant. */
const VERSION = 'version';

interface Target {
  readonly column: string;
  readonly path: readonly string[];
  readonly field: ImportField;
}

interface Body {
  readonly item: Record<string, unknown>;
  readonly named: NamedRecord[];
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
    this.targets = plan.columns.map(({ name: column, field: name }) => {
      if (name === null) return undefined;
      // One that the caller may write no more is refused with the row, as any write of it would be.
      const field = fields.find((one) => one.name === name) ?? {
        name,
        label: null,
        kind: 'text',
        values: [],
      };
      return { column, path: name.split('.'), field };
    });
    this.byColumn = new Map(plan.columns.map(({ name }, index) => [name, this.targets[index]]));
  }

  read(row: SourceRow): ReadRow {
    if (row.fault !== undefined) return broken(row, row.fault);
    const width = this.targets.length;
    const { cells = [], members } = row;
    if (cells.slice(width).some((cell) => cell.trim() !== ''))
      return broken(row, `has ${cells.length} cells, and the table ${width} columns`);
    const body: Body = { item: {}, named: [] };
    if (members === undefined) this.readCells(cells, body);
    else this.readMembers(members, body);
    return { row, ...body };
  }

  /** Fewer cells than columns are what spreadsheets leave of a row whose last cells are empty. */
  private readCells(cells: readonly string[], body: Body): void {
    for (const [index, target] of this.targets.entries()) {
      if (target === undefined) continue;
      const value = cellValue(cells[index] ?? '', target.field, this.forms);
      if (value !== undefined) put(body, target, value);
    }
  }

  private readMembers(members: Readonly<Record<string, unknown>>, body: Body): void {
    for (const [name, value] of Object.entries(members)) {
      const target = this.byColumn.get(name);
      if (target !== undefined) put(body, target, value);
      else if (!this.plan.isClosed && !this.byColumn.has(name) && name !== VERSION)
        set(body.item, [name], value);
    }
  }
}

function broken(row: SourceRow, message: string): ReadRow {
  return { row, faults: [{ field: null, code: 'BROKEN_ROW', message: `The row ${message}` }] };
}

function put({ item, named }: Body, { column, path, field: { reference } }: Target, value: unknown): void {
  if (reference === undefined) set(item, path, value);
  else if (value !== null)
    named.push({ reference, column, name: typeof value === 'string' ? value : JSON.stringify(value) });
}

/** At most one level deep: `customFields.tier`. */
function set(item: Record<string, unknown>, [name = '', ...rest]: readonly string[], value: unknown): void {
  const inner = rest.join('.');
  const there = item[name];
  const next = inner === '' ? value : { ...(typeof there === 'object' ? there : {}), [inner]: value };
  Object.defineProperty(item, name, { value: next, enumerable: true, configurable: true, writable: true });
}
