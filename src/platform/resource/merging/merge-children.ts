import type { RecordEntity } from '../record.entity.js';
import type { RecordFoundation } from '../record-foundation.js';
import type { ResourceDescriptor } from '../resource-descriptor.js';
import type { RegisteredResource } from '../resource-registry.js';
import { MergeTooLargeError } from './merge.errors.js';
import type { MergeGround } from './merge-part.js';
import { MergePointers } from './merge-pointers.js';

/** How many records and rows one merge moves: it is one transaction. */
export const MOST_MOVED = 10_000;

/** The records of one type that point at losers. */
export interface ChildSet {
  readonly registered: RegisteredResource;
  readonly pointers: MergePointers;
  readonly ids: readonly string[];
}

interface Condition {
  readonly text: string;
  readonly values: unknown[];
}

/** Finds the live records of every type that point at records which are merged: by an index for each field. */
export class MergeChildren {
  constructor(
    private readonly target: Pick<ResourceDescriptor<RecordEntity>, 'name' | 'plural'>,
    private readonly foundation: RecordFoundation,
  ) {}

  /** @throws {MergeTooLargeError} 409 */
  async find(merge: MergeGround): Promise<readonly ChildSet[]> {
    const sets: ChildSet[] = [];
    let left = MOST_MOVED;
    for (const registered of this.foundation.registry.list()) {
      const pointers = await MergePointers.of(
        registered.descriptor,
        this.target,
        this.foundation.customFields,
      );
      const ids = await this.idsOf(registered, pointers, merge, left);
      left -= ids.length;
      if (left < 0) throw new MergeTooLargeError(MOST_MOVED);
      if (ids.length > 0) sets.push({ registered, pointers, ids });
    }
    return sets;
  }

  private async idsOf(
    { descriptor, service }: RegisteredResource,
    pointers: MergePointers,
    merge: MergeGround,
    left: number,
  ): Promise<string[]> {
    const ids = new Set<string>();
    for (const { text, values } of this.conditions(descriptor, pointers, merge)) {
      const rows = await this.foundation.database.query<{ id: string }>({
        text: `SELECT id FROM "${service.related.table}" WHERE ${text} AND deleted_at IS NULL LIMIT ${left + 1}`,
        values,
      });
      for (const { id } of rows) ids.add(id);
    }
    // Of the merged ones themselves the merge decides every field.
    if (descriptor.name === this.target.name)
      for (const id of [merge.survivorId, ...merge.loserIds]) ids.delete(id);
    return [...ids].sort();
  }

  private conditions(
    { entity }: ResourceDescriptor<RecordEntity>,
    pointers: MergePointers,
    { loserIds }: MergeGround,
  ): Condition[] {
    const metadata = this.foundation.database.dataSource.getMetadata(entity);
    const column = (property: string) =>
      `"${metadata.findColumnWithPropertyName(property)?.databaseName ?? property}"`;
    const links = loserIds.map((id) => JSON.stringify([{ resource: this.target.name, id }]));
    return [
      ...pointers.references.map((field) => ({
        text: `${column(field)} = ANY ($1::uuid[])`,
        values: [loserIds],
      })),
      ...pointers.lists.map((field) => ({ text: `${column(field)} && $1::text[]`, values: [loserIds] })),
      ...pointers.links.map((field) => ({
        text: `(${links.map((_, index) => `${column(field)} @> $${index + 1}::jsonb`).join(' OR ')})`,
        values: links,
      })),
      ...(pointers.isWithin
        ? [{ text: 'record_id = ANY ($1::uuid[]) AND resource = $2', values: [loserIds, this.target.name] }]
        : []),
      ...pointers.custom.map((field) => ({
        text: `${field.column(`"${metadata.tableName}"`)} = ANY ($1::uuid[])`,
        values: [loserIds],
      })),
    ];
  }
}
