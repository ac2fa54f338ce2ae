import { Injectable } from '@nestjs/common';
import { ErasedRecords } from '../../platform/privacy/erased-records.js';
import { idsOf } from '../../platform/privacy/personal-data-store.js';
import { PersonalDataStores } from '../../platform/privacy/personal-data-stores.js';
import type { RecordLink } from '../../platform/resource/record-link.js';
import { referencesOf } from '../../platform/resource/resource-references.js';
import { ResourceRegistry } from '../../platform/resource/resource-registry.js';

/** Records that are of one person, at most; more are a fault in the data. */
const MOST = 200;

/** Finds the records of one person: the lead that became the contact, and the other way round. Needs a transaction. */
@Injectable()
export class PersonRecords {
  constructor(
    private readonly registry: ResourceRegistry,
    private readonly stores: PersonalDataStores,
    private readonly erased: ErasedRecords,
  ) {}

  /** @returns the record, and all others of the same person that are not erased; deleted ones too */
  async of(subject: RecordLink): Promise<readonly RecordLink[]> {
    const known = new Map([[subject.id, subject]]);
    for (let fresh: readonly RecordLink[] = [subject]; fresh.length > 0 && known.size <= MOST;) {
      const next = [
        ...(await this.named(fresh)),
        ...(await this.naming(fresh)),
        ...(await this.stores.samePerson(fresh)),
      ];
      fresh = next.filter(({ id }) => !known.has(id));
      const gone = await this.erased.among(fresh.map(({ id }) => id));
      fresh = fresh.filter(({ id }) => !gone.has(id));
      for (const record of fresh) known.set(record.id, record);
    }
    return [...known.values()];
  }

  /** Those that the records name. */
  private async named(records: readonly RecordLink[]): Promise<RecordLink[]> {
    const found: RecordLink[] = [];
    for (const { descriptor, service } of this.registry.list()) {
      const references = referencesOf(descriptor).filter(({ samePerson }) => samePerson === true);
      const ids = references.length === 0 ? [] : idsOf(records, descriptor.name);
      for (const row of ids.length === 0 ? [] : await service.erasure.all(ids)) {
        for (const { field, resource } of references) {
          const id: unknown = Reflect.get(row, field);
          if (typeof id === 'string') found.push({ resource, id });
        }
      }
    }
    return found;
  }

  /** Those that name the records. */
  private async naming(records: readonly RecordLink[]): Promise<RecordLink[]> {
    const found: RecordLink[] = [];
    for (const { descriptor, service } of this.registry.list()) {
      for (const { field, resource, samePerson } of referencesOf(descriptor)) {
        const ids = samePerson === true ? idsOf(records, resource) : [];
        const naming = ids.length === 0 ? [] : await service.erasure.idsWith(field, ids, MOST);
        found.push(...naming.map((id) => ({ resource: descriptor.name, id })));
      }
    }
    return found;
  }
}
