import type { DataSource } from 'typeorm';
import type { Statement } from '../database/tenant-database.js';
import type { RecordScope } from './access-policy.js';
import type { RecordEntity } from './record.entity.js';
import type { ResourceDescriptor } from './resource-descriptor.js';

interface RecordColumn {
  readonly property: string;
  readonly column: string;
  readonly isJson: boolean;
  readonly isNumeric: boolean;
}

/**
 * The SQL of one record type, compiled once from its entity metadata. Rows come back under property names, and the
 * frequent statements are named so that the server prepares them once per connection.
 */
export class RecordTable<Entity extends RecordEntity> {
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
      isNumeric: column.type === 'numeric',
    }));
    this.byProperty = new Map(this.columns.map((column) => [column.property, column]));
    this.selection = this.columns.map(({ column, property }) => `"${column}" AS "${property}"`).join(', ');
    const names = this.columns.map(({ column }) => `"${column}"`).join(', ');
    const places = this.columns.map((_, index) => `$${index + 1}`).join(', ');
    this.insertText = `INSERT INTO "${this.table}" (${names}) VALUES (${places})`;
  }

  /** The quoted column of a property. */
  column(property: string): string {
    const column = this.byProperty.get(property);
    if (column === undefined) throw new Error(`${this.table} has no property ${property}`);
    return `"${column.column}"`;
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

  find(
    id: string,
    options: { scope?: RecordScope | undefined; lock?: boolean; deleted?: boolean },
  ): Statement {
    const conditions = ['"id" = $1', `"deleted_at" IS ${options.deleted === true ? 'NOT NULL' : 'NULL'}`];
    const values: unknown[] = [id];
    if (options.scope !== undefined) {
      values.push(options.scope.ownerIds);
      conditions.push('"owner_id" = ANY ($2)');
    }
    const lock = options.lock === true ? ' FOR UPDATE' : '';
    const text = `SELECT ${this.selection} FROM "${this.table}" WHERE ${conditions.join(' AND ')}${lock}`;
    const name = `${this.table}-find-${options.deleted === true ? 'd' : ''}${lock === '' ? '' : 'l'}${values.length}`;
    return { name, text, values };
  }

  /** Turns what the driver cannot type (numeric comes as text) into what the entity declares. */
  decode(row: Entity): Entity {
    for (const column of this.columns) {
      if (!column.isNumeric) continue;
      const value: unknown = Reflect.get(row, column.property);
      if (typeof value === 'string') Reflect.set(row, column.property, Number(value));
    }
    return row;
  }

  private encode(column: RecordColumn, value: unknown): unknown {
    return column.isJson && value !== null ? JSON.stringify(value) : value;
  }
}
