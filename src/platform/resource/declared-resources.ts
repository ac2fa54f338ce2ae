import type { RecordEntity } from './record.entity.js';
import type { ResourceDescriptor } from './resource-descriptor.js';

/** A path at which the standard routes of a record type are served. */
export interface DeclaredResource {
  readonly descriptor: ResourceDescriptor<RecordEntity>;
  /** `interaction` where activities are served as interactions. */
  readonly name: string;
  /** `interactions` there. */
  readonly plural: string;
  /** Where its routes are, below `/api/`. */
  readonly path: string;
}

const declared = new Map<string, DeclaredResource>();

/** Called by what makes the standard routes. */
export function declareResource<Entity extends RecordEntity>(
  descriptor: ResourceDescriptor<Entity>,
  { name, plural, path }: Omit<DeclaredResource, 'descriptor'>,
): void {
  // Variance: nobody is given the entity of one type for another.
  declared.set(plural, { descriptor, name, plural, path } as DeclaredResource);
}

/** Every record type with standard routes, whose rooms have been loaded; for routes that are added to all of them. */
export function declaredResources(): readonly DeclaredResource[] {
  return [...declared.values()];
}
