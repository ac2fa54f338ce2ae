import { Injectable } from '@nestjs/common';
import { NotFoundError, PermissionDeniedError } from '../../kernel/errors.js';
import { currentAccess } from '../../platform/context/request-context.js';
import { ErasedRecords } from '../../platform/privacy/erased-records.js';
import { idsOf } from '../../platform/privacy/personal-data-store.js';
import { PersonalDataStores } from '../../platform/privacy/personal-data-stores.js';
import type { RecordLink } from '../../platform/resource/relations/record-link.js';
import type { RecordEntity } from '../../platform/resource/record.entity.js';
import { referencesOf } from '../../platform/resource/relations/resource-references.js';
import { ResourceRegistry } from '../../platform/resource/resource-registry.js';

/** Records that are of one person, at most; more are a fault in the data. */
const MOST = 200;

/** What may be done to a person. */
export type PersonAction = 'erase' | 'disclose';

export interface FoundPerson {
  /** The record that was named. */
  readonly record: RecordEntity;
  /** All records of the person, that one first. */
  readonly records: readonly [RecordLink, ...RecordLink[]];
}

/** Finds the records of one person: the lead that became the contact, and the other way round; deleted ones too. */
@Injectable()
export class PersonRecords {
  constructor(
    private readonly registry: ResourceRegistry,
    private readonly stores: PersonalDataStores,
    private readonly erased: ErasedRecords,
  ) {}

  /**
   * Locks them when a transaction is open.
   *
   * @param path of the named record: `contacts`
   * @throws {NotFoundError} 404 · {RecordErasedError} 410 · {PermissionDeniedError} 403 also when the caller may not do it to one
   *   of the person's other records
   */
  async find(path: string, id: string, action: PersonAction): Promise<FoundPerson> {
    const resource = this.registry.findByPath(path);
    if (resource === undefined) throw new NotFoundError('Record');
    const record = await resource.service.erasure.require(id, action);
    if (action === 'disclose') this.requireSight();
    const subject = { resource: resource.descriptor.name, id: record.id };
    const others = await this.others(subject);
    await this.requireAll(others, action);
    return { record, records: [subject, ...others] };
  }

  private async others(subject: RecordLink): Promise<RecordLink[]> {
    const known = new Map([[subject.id, subject]]);
    for (let fresh: readonly RecordLink[] = [subject]; fresh.length > 0 && known.size <= MOST;) {
      const near = [
        ...(await this.named(fresh)),
        ...(await this.naming(fresh)),
        ...(await this.stores.samePerson(fresh)),
      ].filter(({ id }) => !known.has(id));
      const gone = await this.erased.among(near.map(({ id }) => id));
      fresh = near.filter(({ id }) => !gone.has(id));
      for (const record of fresh) known.set(record.id, record);
    }
    known.delete(subject.id);
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

  /** The file holds every field of every record. What a rule hides is read-only as well; what is merely gone is not. */
  private requireSight(): void {
    const access = currentAccess();
    for (const { descriptor } of this.registry.list()) {
      const readOnly = access.readOnlyFields(descriptor.plural);
      const isHidden = [...access.hiddenFields(descriptor.plural)].some((field) => readOnly.has(field));
      if (isHidden)
        throw new PermissionDeniedError(
          `Fields of ${descriptor.plural} are hidden from you, which it would tell`,
        );
    }
  }

  private async requireAll(records: readonly RecordLink[], action: PersonAction): Promise<void> {
    for (const { descriptor, service } of this.registry.list()) {
      const ids = idsOf(records, descriptor.name);
      if (ids.length === 0) continue;
      const reached = new Set((await service.erasure.within(ids, action)).map(({ id }) => id));
      const out = ids.filter((id) => !reached.has(id));
      if (out.length > 0 && (await service.erasure.all(out)).length > 0)
        throw new PermissionDeniedError(
          `The person has other ${descriptor.plural}, beyond your right to ${action}`,
        );
    }
  }
}
