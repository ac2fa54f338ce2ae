import { Injectable } from '@nestjs/common';
import { currentScope, scopeCondition } from '../../../platform/access/record-scope.js';
import { RECORD_TYPES } from '../../../platform/database/record-types.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import type { PageQuery } from '../../../platform/http/page-query.js';
import { PersonalDataStores } from '../../../platform/privacy/personal-data-stores.js';
import { PersonalTable } from '../../../platform/privacy/personal-table.js';
import type { RelationshipKind } from './relationship-kinds.js';

const INSERT = `INSERT INTO contact_relationships (id, contact_id, other_id, kind, note, created_at, created_by)
  VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (contact_id, other_id, kind) DO NOTHING`;
const FIND = `SELECT id, contact_id AS "contactId", other_id AS "otherId", kind, note, created_at AS "createdAt",
  created_by AS "createdBy" FROM contact_relationships WHERE id = $1 AND (contact_id = $2 OR other_id = $2)`;
const LIST_OF = `SELECT id, contact_id AS "contactId", other_id AS "otherId", kind FROM contact_relationships
  WHERE contact_id = ANY ($1::uuid[]) OR other_id = ANY ($1::uuid[]) ORDER BY id LIMIT $2`;
const CHANGE = `UPDATE contact_relationships SET contact_id = $2, other_id = $3, kind = $4
  WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM contact_relationships
    WHERE contact_id = $2 AND other_id = $3 AND kind = $4)`;
const DELETE = 'DELETE FROM contact_relationships WHERE id = $1';
const COUNT_ALL = `SELECT count(*)::integer AS count FROM contact_relationships WHERE contact_id = $1 OR other_id = $1`;

/** A relationship as it is stored: `kind` is what the other contact is to the one with the lesser id. */
export interface StoredRelationship {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly contactId: string;
  readonly otherId: string;
  readonly kind: RelationshipKind;
  readonly note: string | null;
  readonly createdAt: string;
  readonly createdBy: string;
}

@Injectable()
export class ContactRelationshipsStore {
  constructor(
    private readonly database: TenantDatabase,
    stores: PersonalDataStores,
  ) {
    const facts = {
      table: 'contact_relationships',
      resource: 'contact',
      columns: ['contact_id', 'other_id'],
    };
    stores.add(new PersonalTable(database, { name: 'relationships', ...facts }));
  }

  /** @returns false when there is the same already. */
  async insert({
    id,
    contactId,
    otherId,
    kind,
    note,
    createdAt,
    createdBy,
  }: StoredRelationship): Promise<boolean> {
    const values = [id, contactId, otherId, kind, note, createdAt, createdBy];
    return (await this.database.execute({ text: INSERT, values })) === 1;
  }

  /** One of a contact's, from whichever side it is stored. */
  async find(id: string, contactId: string): Promise<StoredRelationship | undefined> {
    const [found] = await this.select<StoredRelationship>(FIND, [id, contactId]);
    return found;
  }

  /** Those of several contacts. */
  listOf(contactIds: readonly string[], limit: number): Promise<StoredRelationship[]> {
    return this.select<StoredRelationship>(LIST_OF, [contactIds, limit]);
  }

  /** Gives a relationship to other contacts. @returns false when there is the same already, or it is gone */
  async change({
    id,
    contactId,
    otherId,
    kind,
  }: Pick<StoredRelationship, 'id' | 'contactId' | 'otherId' | 'kind'>): Promise<boolean> {
    const values = [id, contactId, otherId, kind];
    return (await this.database.execute({ text: CHANGE, values })) === 1;
  }

  /** @returns false when it is gone already. */
  async remove(id: string): Promise<boolean> {
    return (await this.database.execute({ text: DELETE, values: [id] })) === 1;
  }

  async countOf(contactId: string): Promise<number> {
    const [counted] = await this.select<{ count: number }>(COUNT_ALL, [contactId]);
    return counted?.count ?? 0;
  }

  /** A contact's, the latest first: with those other contacts that the caller may read. */
  async list(contactId: string, { page, pageSize }: PageQuery) {
    const values: unknown[] = [contactId];
    const bind = (value: unknown) => `$${values.push(value)}`;
    const scope = currentScope('contacts:read');
    const reach = scope === undefined ? '' : ` AND ${scopeCondition('other.owner_id', scope, bind)}`;
    const source = `FROM contact_relationships AS link JOIN contacts AS other
      ON other.id = CASE WHEN link.contact_id = $1 THEN link.other_id ELSE link.contact_id END
      WHERE (link.contact_id = $1 OR link.other_id = $1) AND other.deleted_at IS NULL${reach}`;
    const [counted] = await this.select<{ count: number }>(`SELECT count(*)::integer AS count ${source}`, [
      ...values,
    ]);
    const limits = `LIMIT ${bind(pageSize)} OFFSET ${bind((page - 1) * pageSize)}`;
    const relationships = await this.select<StoredRelationship>(
      `SELECT link.id, link.contact_id AS "contactId", link.other_id AS "otherId", link.kind, link.note,
        link.created_at AS "createdAt", link.created_by AS "createdBy"
        ${source} ORDER BY link.created_at DESC, link.id DESC ${limits}`,
      values,
    );
    return { relationships, count: counted?.count ?? 0 };
  }

  private select<Row extends Record<string, unknown>>(text: string, values: unknown[]): Promise<Row[]> {
    return this.database.query<Row>({ text, values, types: RECORD_TYPES });
  }
}
