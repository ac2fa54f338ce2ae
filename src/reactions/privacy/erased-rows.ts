import { Injectable } from '@nestjs/common';
import { violatedConstraint } from '../../platform/database/database-errors.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { idsOf } from '../../platform/privacy/personal-data-store.js';
import type { RecordLink } from '../../platform/resource/relations/record-link.js';
import { type RegisteredResource, ResourceRegistry } from '../../platform/resource/resource-registry.js';

const FOREIGN_KEY_VIOLATION = '23503';
const BEGIN_SLICE = 'SAVEPOINT erased_slice';
const UNDO_SLICE = 'ROLLBACK TO SAVEPOINT erased_slice';
const SAVEPOINT = 'SAVEPOINT erased_rows';
const ROLLBACK = 'ROLLBACK TO SAVEPOINT erased_rows';

/** The rows of erased records of any type. */
@Injectable()
export class ErasedRows {
  constructor(
    private readonly registry: ResourceRegistry,
    private readonly database: TenantDatabase,
  ) {}

  /** Hides them, and tells that they are erased. */
  async entomb(records: readonly RecordLink[]): Promise<void> {
    for (const { descriptor, service } of this.registry.list()) {
      const ids = idsOf(records, descriptor.name);
      if (ids.length > 0) await service.erasure.entomb(ids);
    }
  }

  /**
   * The last that goes.
   *
   * @returns how many there were of each type, by its plural; undefined when something has come to point at one meanwhile
   */
  async remove(records: readonly RecordLink[]): Promise<Readonly<Record<string, number>> | undefined> {
    await this.database.execute({ text: BEGIN_SLICE });
    const counts: Record<string, number> = {};
    let left = this.registry.list().filter(({ descriptor }) => idsOf(records, descriptor.name).length > 0);
    // Of types that point at each other, those that others point at go after those others.
    while (left.length > 0) {
      const kept = [];
      for (const resource of left) {
        const removed = await this.removeOf(resource, records);
        if (removed === undefined) kept.push(resource);
        else counts[resource.descriptor.plural] = removed;
      }
      if (kept.length === left.length) {
        await this.database.execute({ text: UNDO_SLICE });
        return undefined;
      }
      left = kept;
    }
    return counts;
  }

  private async removeOf(
    { descriptor, service }: RegisteredResource,
    records: readonly RecordLink[],
  ): Promise<number | undefined> {
    await this.database.execute({ text: SAVEPOINT });
    try {
      return await service.erasure.removeRows(idsOf(records, descriptor.name));
    } catch (error) {
      if (violatedConstraint(error)?.code !== FOREIGN_KEY_VIOLATION) throw error;
      await this.database.execute({ text: ROLLBACK });
      return undefined;
    }
  }
}
