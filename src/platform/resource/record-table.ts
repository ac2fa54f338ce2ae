import type { DataSource } from 'typeorm';
import { RECORD_TYPES } from '../database/record-types.js';
import type { Statement } from '../database/tenant-database.js';
import { type RecordScope, scopeCondition } from '../access/record-scope.js';
import type { ColumnFacts } from './list-fields.js';
import type { RecordEntity } from './record.entity.js';
import type { ResourceDescriptor } from './resource-descriptor.js';

interface FindOptions {
  /** Named columns instead of all: a selection, and what prepared statements call it. */
  readonly columns?: { readonly name: string; readonly selection: string };
  readonly scope?: RecordScope | undefined;
  readonly lock?: boolean;
  readonly deleted?: boolean;
}

interface RecordColumn {
  readonly property: string;
  readonly column: string;
  readonly isJson: boolean;
  readonly isNullable: boolean;
  /** Whether a value survives the way into JavaScript and back: a `numeric` may have more digits than a number. */
  readonly isExact: boolean;
}

/**
 * The SQL of one record type, compiled once from its entity metadata. Rows come back under property names, and the
 * frequent statements are named so that the server prepares them once per connection.
 */
export class RecordTable<Entity extends RecordEntity> implements ColumnFacts {
  readonly table: string;
  readonly columns: readonly RecordColumn[];
  /** `"first_name" AS "firstName", …` */
  readonly selection: string;
  private readonly byProperty: ReadonlyMap<string, RecordColumn>;
  private readonly insertText: string;

  constructor(dataSource: DataSource, descriptor: Pick<ResourceDescriptor<Entity>, 'entity'>) {
    const metadata = dataSource.getMetadata(descriptor.entity);
    this.table = metadata.tableName;
    this.columns = metadata.columns.map((column) => ({
      property: column.propertyName,
      column: column.databaseName,
      isJson: column.type === 'jsonb',
      isNullable: column.isNullable,
      isExact: column.type !== 'numeric',
    }));
    this.byProperty = new Map(this.columns.map((column) => [column.property, column]));
    this.selection = select(this.columns);
    const names = this.columns.map(({ column }) => `"${column}"`).join(', ');
    const places = this.columns.map((_, index) => `$${index + 1}`).join(', ');
    this.insertText = `INSERT INTO "${this.table}" (${names}) VALUES (${places})`;
  }

  /** `"first_name" AS "firstName", …` for the given properties. */
  selectionOf(properties: readonly string[]): string {
    return select(this.columns.filter(({ property }) => properties.includes(property)));
  }

  /** The quoted column of a property. */
  column(property: string): string {
    return `"${this.facts(property).column}"`;
  }

  isNullable(property: string): boolean {
    return this.facts(property).isNullable;
  }

  isExact(property: string): boolean {
    return this.facts(property).isExact;
  }

  /** The property of a column name, as constraint errors tell it. */
  propertyOf(column: string): string | undefined {
    return this.columns.find((candidate) => candidate.column === column)?.property;
  }

  insert(record: Entity): Statement {
    const source = record as Readonly<Record<string, unknown>>;
    return {
      name: `${this.table}-insert`,
      text: this.insertText,
      values: this.columns.map((column) => this.encode(column, source[column.property] ?? null)),
    };
  }

  update(id: string, changes: Readonly<Record<string, unknown>>): Statement {
    const assignments: string[] = [];
    const values: unknown[] = [id];
    for (const column of this.columns) {
      const value = changes[column.property];
      if (value === undefined) continue;
      values.push(this.encode(column, value));
      assignments.push(`"${column.column}" = $${values.length}`);
    }
    return { text: `UPDATE "${this.table}" SET ${assignments.join(', ')} WHERE "id" = $1`, values };
  }

  find(id: string, options: FindOptions): Statement {
    const conditions = ['"id" = $1', `"deleted_at" IS ${options.deleted === true ? 'NOT NULL' : 'NULL'}`];
    const values: unknown[] = [id];
    const { scope } = options;
    if (scope !== undefined) {
      conditions.push(scopeCondition('"owner_id"', scope, (value) => `$${values.push(value)}`));
    }
    const lock = options.lock === true ? ' FOR NO KEY UPDATE' : '';
    const selection = options.columns?.selection ?? this.selection;
    const text = `SELECT ${selection} FROM "${this.table}" WHERE ${conditions.join(' AND ')}${lock}`;
    const variant = `${options.deleted === true ? 'd' : ''}${lock === '' ? '' : 'l'}${scope === undefined ? '' : scope.reach}`;
    const name = `${this.table}-find-${options.columns?.name ?? 'all'}-${variant}`;
    return { name, text, values, types: RECORD_TYPES };
  }

  private facts(property: string): RecordColumn {
    const column = this.byProperty.get(property);
    if (column === undefined) throw new Error(`${this.table} has no property ${property}`);
    return column;
  }

  private encode(column: RecordColumn, value: unknown): unknown {
    return column.isJson && value !== null ? JSON.stringify(value) : value;
  }
}

function select(columns: readonly RecordColumn[]): string {
  return columns.map(({ column, property }) => `"${column}" AS "${property}"`).join(', ');
}
