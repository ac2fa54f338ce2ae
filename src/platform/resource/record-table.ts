import type { DataSource } from 'typeorm';
import { RECORD_TYPES } from '../database/record-types.js';
import type { Statement } from '../database/tenant-database.js';
import { type RecordScope, scopeCondition } from '../access/record-scope.js';
import type { ColumnFacts } from './lists/list-fields.js';
import type { ListTable } from './lists/list-query-builder.js';
import type { RecordEntity } from './record.entity.js';
import type { ResourceDescriptor } from './resource-descriptor.js';

/** How many rows by their ids. */
interface LockOptions {
  readonly scope?: RecordScope | undefined;
  readonly deleted?: boolean;
  /** False: fails when another transaction holds one of them. For who holds what that one may want next. */
  readonly wait?: boolean;
}

interface MatchOptions {
  readonly ignoreCase: boolean;
}

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
export class RecordTable<Entity extends RecordEntity> implements ColumnFacts, ListTable {
  readonly table: string;
  readonly statements: string;
  readonly holdsRecords = true;
  readonly columns: readonly RecordColumn[];
  /** `"first_name" AS "firstName", …` */
  readonly selection: string;
  private readonly byProperty: ReadonlyMap<string, RecordColumn>;
  private readonly insertText: string;

  constructor(dataSource: DataSource, descriptor: Pick<ResourceDescriptor<Entity>, 'entity' | 'secondPath'>) {
    const metadata = dataSource.getMetadata(descriptor.entity);
    this.table = metadata.tableName;
    this.statements = descriptor.secondPath?.plural ?? this.table;
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
      name: `${this.statements}-insert`,
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
    const name = `${this.statements}-find-${options.columns?.name ?? 'all'}-${variant}`;
    return { ...named(name, scope), text, values, types: RECORD_TYPES };
  }

  private facts(property: string): RecordColumn {
    const column = this.byProperty.get(property);
    if (column === undefined) throw new Error(`${this.table} has no property ${property}`);
    return column;
  }

  /** Locks live records (or deleted ones) in the order of their ids: whoever locks many in it meets no deadlock. */
  lock(ids: readonly string[], { scope, deleted = false, wait = true }: LockOptions): Statement {
    const name = `${this.statements}-lock${wait ? '' : '-now'}`;
    return this.locked('"id" = ANY ($1)', ids, { scope, deleted, wait }, { name });
  }

  /** Locks the live records of which a field, or its lower case, has one of the values; in the order of their ids. Their key is `matchKey`. */
  lockMatching(property: string, values: readonly string[], options: LockOptions & MatchOptions): Statement {
    const key = options.ignoreCase ? `lower(${this.column(property)})` : this.column(property);
    return this.locked(`${key} = ANY ($1)`, values, options, {
      selection: `${this.selection}, ${key} AS "matchKey"`,
    });
  }

  /** Writes new rows in their order. */
  insertAll(records: readonly Entity[]): Statement {
    const names = this.columns.map(({ column }) => `"${column}"`).join(', ');
    return {
      name: `${this.statements}-insert-all`,
      text: `INSERT INTO "${this.table}" (${names}) SELECT ${names} FROM json_populate_recordset(NULL::"${this.table}", $1)`,
      values: [JSON.stringify(records.map((record) => this.rowOf(record)))],
    };
  }

  /** Writes the given properties of locked rows. */
  updateAll(records: readonly Entity[], properties: readonly string[]): Statement {
    const assignments = this.columns
      .filter(({ property }) => properties.includes(property))
      .map(({ column }) => `"${column}" = given."${column}"`);
    return {
      text: `UPDATE "${this.table}" AS stored SET ${assignments.join(', ')}
        FROM json_populate_recordset(NULL::"${this.table}", $1) AS given WHERE stored."id" = given."id"`,
      values: [JSON.stringify(records.map((record) => this.rowOf(record)))],
    };
  }

  /** The same row by row, of which some may be refused: their places, and by what. */
  writeSingly(records: readonly Entity[], properties: readonly string[], areNew: boolean): Statement {
    const columns = this.columns.filter(({ property }) => properties.includes(property));
    return {
      text: `SELECT place, code, constraint_name AS "constraint", detail FROM write_rows_singly($1, $2, $3, $4)`,
      values: [
        this.table,
        columns.map(({ column }) => column),
        JSON.stringify(records.map((record) => this.rowOf(record))),
        areNew,
      ],
    };
  }

  private locked(
    condition: string,
    keys: readonly string[],
    { scope, deleted = false, wait = true }: LockOptions,
    { name, selection = this.selection }: { readonly name?: string; readonly selection?: string },
  ): Statement {
    const values: unknown[] = [keys];
    const conditions = [condition, `"deleted_at" IS ${deleted ? 'NOT NULL' : 'NULL'}`];
    if (scope !== undefined)
      conditions.push(scopeCondition('"owner_id"', scope, (value) => `$${values.push(value)}`));
    return {
      ...(name !== undefined && named(`${name}-${deleted ? 'd' : ''}${scope?.reach ?? ''}`, scope)),
      text: `SELECT ${selection} FROM "${this.table}" WHERE ${conditions.join(' AND ')} ORDER BY "id" FOR NO KEY UPDATE${wait ? '' : ' NOWAIT'}`,
      values,
      types: RECORD_TYPES,
    };
  }

  /** The row as JSON has it, by columns; what is null is left out. */
  private rowOf(record: Entity): Record<string, unknown> {
    const row: Record<string, unknown> = {};
    for (const { column, property } of this.columns) {
      const value: unknown = Reflect.get(record, property);
      if (value !== null && value !== undefined) row[column] = value;
    }
    return row;
  }

  /** The ids among the given ones of records that are not deleted; held, they are not merged away meanwhile. */
  findIds(ids: readonly string[], scope: RecordScope | undefined, isHeld = false): Statement {
    const values: unknown[] = [ids];
    const reached =
      scope === undefined
        ? ''
        : ` AND ${scopeCondition('"owner_id"', scope, (value) => `$${values.push(value)}`)}`;
    const hold = isHeld ? ' ORDER BY "id" FOR KEY SHARE' : '';
    const text = `SELECT "id" FROM "${this.table}" WHERE "id" = ANY ($1::uuid[]) AND "deleted_at" IS NULL${reached}${hold}`;
    const name = `${this.statements}-ids-${isHeld ? 'h' : ''}${scope?.reach ?? ''}`;
    return { ...named(name, scope), text, values };
  }

  /** Whether a record is `deleted`; no row for one that is not there, or out of reach. */
  findState(id: string, scope: RecordScope | undefined): Statement {
    const values: unknown[] = [id];
    const reached =
      scope === undefined
        ? ''
        : ` AND ${scopeCondition('"owner_id"', scope, (value) => `$${values.push(value)}`)}`;
    const text = `SELECT "deleted_at" IS NOT NULL AS deleted FROM "${this.table}" WHERE "id" = $1${reached}`;
    return { ...named(`${this.statements}-state-${scope?.reach ?? ''}`, scope), text, values };
  }

  private encode(column: RecordColumn, value: unknown): unknown {
    return column.isJson && value !== null ? JSON.stringify(value) : value;
  }
}

/** What a record lives within differs from caller to caller, as what is kept from them does, and with it the statement. */
function named(name: string, scope: RecordScope | undefined): Pick<Statement, 'name'> {
  return scope?.within === undefined && scope?.guarded === undefined ? { name } : {};
}

function select(columns: readonly RecordColumn[]): string {
  return columns.map(({ column, property }) => `"${column}" AS "${property}"`).join(', ');
}
