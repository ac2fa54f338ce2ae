import { Injectable } from '@nestjs/common';
import { databaseErrorCode, isConnectionLoss } from '../../platform/database/database-errors.js';
import {
  type ExistingIndex,
  type IndexSession,
  LIST_INDEXES,
} from '../../platform/database/index-session.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { TenantIndexes } from '../../platform/database/tenant-indexes.js';
import { CUSTOM_FIELD_INDEXES } from '../../platform/resource/custom-fields.js';
import { CustomFieldsService, type IndexedField } from './custom-fields.service.js';
import { fieldExpression } from './field-expression.js';
import { indexOf } from './field-index.js';
import { ResourceTables } from './resource-tables.js';

const UNIQUE_VIOLATION = '23505';
const ROW_TOO_LARGE = '54000';

/** Keeps the indexes of a tenant's tables as its custom fields ask for them. */
@Injectable()
export class FieldIndexes {
  constructor(
    private readonly database: TenantDatabase,
    private readonly indexes: TenantIndexes,
    private readonly fields: CustomFieldsService,
    private readonly tables: ResourceTables,
  ) {}

  /** Whether nothing is to be made or dropped for a resource; an index that failed waits for a change of its field. */
  async areSettled(resource: string): Promise<boolean> {
    const table = this.tables.tableOf(resource);
    if (table === undefined) return true;
    const wanted = await this.fields.listIndexed(resource);
    const existing = await this.database.query<ExistingIndex & Record<string, unknown>>({
      text: LIST_INDEXES,
      values: [table, CUSTOM_FIELD_INDEXES],
    });
    const expected = wanted.filter(({ indexState }) => indexState !== 'failed').map(nameIn(table));
    return (
      wanted.every(({ indexState }) => indexState !== 'building') &&
      existing.every(({ name, isValid }) => isValid && expected.includes(name)) &&
      expected.every((name) => existing.some((index) => index.name === name))
    );
  }

  /**
   * Idempotent, and begins anew after a crash: what was left half-built is dropped.
   *
   * @returns false when another process is at it
   */
  async reconcile(resource: string): Promise<boolean> {
    const table = this.tables.tableOf(resource);
    if (table === undefined) return true;
    return this.indexes.exclusively(async (session) => {
      const wanted = await this.fields.listIndexed(resource);
      const names = wanted.map(nameIn(table));
      const present = new Set<string>();
      for (const { name, isValid } of await session.list(table, CUSTOM_FIELD_INDEXES)) {
        if (isValid && names.includes(name)) present.add(name);
        else await session.drop(name);
      }
      for (const field of wanted) await this.provide(session, field, table, present);
    });
  }

  private async provide(
    session: IndexSession,
    field: IndexedField,
    table: string,
    present: ReadonlySet<string>,
  ): Promise<void> {
    const index = indexOf(field, table);
    if (index === undefined || field.indexState === 'failed') return;
    const problem = present.has(index.name) ? undefined : await this.build(session, field, table);
    await this.fields.settleIndex(field, problem);
  }

  /** @returns why the index cannot be. */
  private async build(
    session: IndexSession,
    field: IndexedField,
    table: string,
  ): Promise<string | undefined> {
    const index = indexOf(field, table);
    if (index === undefined) return undefined;
    // Asked first: while a unique index is being built it refuses writes already, for nothing if it cannot be.
    const duplicates = await this.countDuplicates(session, field, table);
    if (duplicates > 0) return duplicateProblem(duplicates);
    try {
      await session.create(index);
      return undefined;
    } catch (error) {
      if (isConnectionLoss(error)) throw error;
      const code = databaseErrorCode(error);
      if (code === ROW_TOO_LARGE) return 'Some values are too long for an index';
      if (code !== UNIQUE_VIOLATION) throw error;
      return duplicateProblem(await this.countDuplicates(session, field, table));
    }
  }

  private countDuplicates(session: IndexSession, field: IndexedField, table: string): Promise<number> {
    return field.unique ? session.countDuplicates(table, fieldExpression(field)) : Promise.resolve(0);
  }
}

function nameIn(table: string): (field: IndexedField) => string {
  return (field) => indexOf(field, table)?.name ?? '';
}

function duplicateProblem(count: number): string {
  return count === 1 ? '1 value is in more than one record' : `${count} values are in more than one record`;
}
