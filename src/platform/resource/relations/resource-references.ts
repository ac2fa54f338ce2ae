import type { RecordEntity } from '../record.entity.js';
import type { RecordReference, ResourceDescriptor } from '../resource-descriptor.js';

/** A field of a record type that holds the id of something else. */
export interface NamedReference extends RecordReference {
  /** `ownerId`. */
  readonly field: string;
}

/** The references of a record type, each with what its relation is called. */
export function referencesOf<Entity extends RecordEntity>({
  references = {},
}: Pick<ResourceDescriptor<Entity>, 'references'>): readonly NamedReference[] {
  return Object.entries<string | RecordReference | undefined>(references).flatMap(([field, target]) => {
    if (target === undefined) return [];
    if (typeof target !== 'string') return [{ ...target, field }];
    return [{ field, resource: target, relation: field.replace(/Id$/, '') }];
  });
}
