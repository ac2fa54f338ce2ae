import { Injectable } from '@nestjs/common';
import { idsOf } from '../../platform/privacy/personal-data-store.js';
import type { RecordLink } from '../../platform/resource/relations/record-link.js';
import { referencesOf } from '../../platform/resource/relations/resource-references.js';
import { ResourceRegistry } from '../../platform/resource/resource-registry.js';
import { linkFieldsOf } from './link-fields.js';

/** Records of one type that hang on a batch, at most: beyond that nobody has read them to the end. */
const MOST = 10_000;
const BATCH = 500;

/** All records that tell of a person: their own, and what hangs on those, whoever else it is about. */
@Injectable()
export class HeldRecords {
  constructor(private readonly registry: ResourceRegistry) {}

  /** @returns the given ones first */
  async of(records: readonly RecordLink[]): Promise<readonly RecordLink[]> {
    const known = new Map(records.map((record) => [record.id, record]));
    for (let at = 0; at < known.size;) {
      const batch = [...known.values()].slice(at, at + BATCH);
      at += batch.length;
      for (const record of await this.hanging(batch)) if (!known.has(record.id)) known.set(record.id, record);
    }
    return [...known.values()];
  }

  private async hanging(records: readonly RecordLink[]): Promise<RecordLink[]> {
    const all = records.map(({ id }) => id);
    const found: RecordLink[] = [];
    for (const { descriptor, service } of this.registry.list()) {
      const ids = descriptor.within === true ? await service.erasure.idsWith('recordId', all, MOST) : [];
      for (const { field, resource, onErase } of referencesOf(descriptor)) {
        const named = onErase === 'erase' ? idsOf(records, resource) : [];
        if (named.length > 0) ids.push(...(await service.erasure.idsWith(field, named, MOST)));
      }
      for (const field of linkFieldsOf(descriptor))
        ids.push(...(await service.erasure.idsLinked(field, records, { others: true, limit: MOST })));
      found.push(...ids.map((id) => ({ resource: descriptor.name, id })));
    }
    return found;
  }
}
