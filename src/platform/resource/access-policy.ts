import type { RecordEntity } from './record.entity.js';
import type { ResourceDescriptor } from './resource-descriptor.js';

export type RecordAction = 'read' | 'create' | 'update' | 'delete';

/** Which records an action reaches: all (undefined), or those of the named owners. */
export interface RecordScope {
  readonly ownerIds: readonly string[];
}

/**
 * Port: what the current actor may do with the records of a resource. Asked by the record service, the list policy
 * and the serialiser, so that no output goes round it. Implemented by `foundation/identity/roles`.
 */
export abstract class AccessPolicy {
  abstract scope(resource: AnyDescriptor, action: RecordAction): RecordScope | undefined;
  abstract hiddenFields(resource: AnyDescriptor): ReadonlySet<string>;
  abstract readOnlyFields(resource: AnyDescriptor): ReadonlySet<string>;
}

export type AnyDescriptor = Pick<ResourceDescriptor<RecordEntity>, 'name' | 'plural'>;
