import { Injectable } from '@nestjs/common';
import { ErasedRecords } from '../../platform/privacy/erased-records.js';
import { idsOf } from '../../platform/privacy/personal-data-store.js';
import type { RecordLink } from '../../platform/resource/relations/record-link.js';
import type { RecordEntity } from '../../platform/resource/record.entity.js';
import { referencesOf } from '../../platform/resource/relations/resource-references.js';
import { type RegisteredResource, ResourceRegistry } from '../../platform/resource/resource-registry.js';
import { ErasedRows } from './erased-rows.js';
import { linkFieldsOf } from './link-fields.js';

/** Records that are looked for at one time. */
const SLICE = 100;

export interface LinkedSlice {
  /** How many records go too, and of how many others a link was taken. */
  readonly counts: Readonly<Record<string, number>>;
  /** Whether there may be more of them. */
  readonly hasMore: boolean;
}

/**
 * What hangs on erased records. What is about nothing else goes with them: files on them, calls with nobody else. What is about
 * others too loses its link.
 */
@Injectable()
export class ErasedLinks {
  constructor(
    private readonly registry: ResourceRegistry,
    private readonly erased: ErasedRecords,
    private readonly rows: ErasedRows,
  ) {}

  /** @param records at most some hundred of those that are erased */
  async cut(erasureId: string, records: readonly RecordLink[]): Promise<LinkedSlice> {
    const counts = { joinedRecords: 0, unlinkedRecords: 0 };
    let hasMore = false;
    for (const resource of this.registry.list()) {
      const going = await this.going(resource, records);
      const links = going.map((id) => ({ resource: resource.descriptor.name, id }));
      const joined = await this.erased.add(links, erasureId);
      await this.rows.entomb(joined);
      counts.joinedRecords += joined.length;
      const unlinked = going.length < SLICE ? await this.unlink(resource, records) : 0;
      counts.unlinkedRecords += unlinked;
      hasMore ||= going.length >= SLICE || unlinked >= SLICE;
    }
    return { counts, hasMore };
  }

  /** Ids of those that go too. */
  private async going(
    { descriptor, service: { erasure } }: RegisteredResource,
    records: readonly RecordLink[],
  ): Promise<string[]> {
    const all = records.map(({ id }) => id);
    const found = descriptor.within === true ? await erasure.idsWith('recordId', all, SLICE) : [];
    for (const { field, resource, onErase } of referencesOf(descriptor)) {
      const ids = onErase === 'erase' ? idsOf(records, resource) : [];
      if (ids.length > 0) found.push(...(await erasure.idsWith(field, ids, SLICE)));
    }
    for (const field of linkFieldsOf(descriptor))
      found.push(...(await erasure.idsLinked(field, records, { others: false, limit: SLICE })));
    return [...new Set(found)].slice(0, SLICE);
  }

  /** @returns how many records lost a link */
  private async unlink(
    { descriptor, service: { erasure } }: RegisteredResource,
    records: readonly RecordLink[],
  ): Promise<number> {
    let unlinked = 0;
    for (const field of linkFieldsOf(descriptor)) {
      const ids = await erasure.idsLinked(field, records, { others: true, limit: SLICE });
      for (const record of await erasure.all(ids))
        await erasure.amend(record, { [field]: linksWithout(record, field, records) });
      unlinked = Math.max(unlinked, ids.length);
    }
    for (const { field, resource, onErase } of referencesOf(descriptor)) {
      const gone = idsOf(records, resource);
      const ids = gone.length === 0 ? [] : await erasure.idsWith(field, gone, SLICE);
      // What goes with the other goes before it anyway.
      if (gone.length > 0 && onErase !== 'erase') await erasure.letGo(field, gone);
      for (const record of await erasure.all(ids)) await erasure.amend(record, { [field]: null });
      unlinked = Math.max(unlinked, ids.length);
    }
    return unlinked;
  }
}

function linksWithout(record: RecordEntity, field: string, gone: readonly RecordLink[]): RecordLink[] {
  const links = Reflect.get(record, field) as readonly RecordLink[];
  return links.filter(({ id }) => !gone.some((erased) => erased.id === id));
}
