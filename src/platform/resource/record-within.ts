import { currentScope, type HolderScope, type RecordScope } from '../access/record-scope.js';
import { currentAccess, currentActor } from '../context/request-context.js';
import type { RecordEntity } from './record.entity.js';
import type { ResourceDescriptor } from './resource-descriptor.js';
import type { RegisteredResource, ResourceRegistry } from './resource-registry.js';

export type Scoped = Pick<ResourceDescriptor<RecordEntity>, 'name' | 'plural' | 'shared' | 'within'>;

/**
 * The scope that an action on records has for the caller, with what they live within; undefined for every record.
 *
 * @throws {PermissionDeniedError} without the permission
 */
export function scopeOn(
  { name, plural, shared = false, within = false }: Scoped,
  action: string,
  registry: ResourceRegistry,
): RecordScope | undefined {
  const scope = currentScope(`${plural}:${action}`, shared);
  const table = within ? registry.find(name)?.service.related.table : undefined;
  if (table === undefined) return scope;
  const ownScope = scope ?? { reach: 'any', userId: currentActor().id };
  return { ...ownScope, within: { table, holders: holdersIn(registry) } };
}

/** Whether other records may live within those of this type: records of the CRM that stand by themselves. */
export function canHold({ descriptor: { published, administrative, within } }: RegisteredResource): boolean {
  return published && administrative !== true && within !== true;
}

/** What others live within, as far as the caller may read it. */
function holdersIn(registry: ResourceRegistry): HolderScope[] {
  const access = currentAccess();
  return registry.list().flatMap((registered): HolderScope[] => {
    const { name, plural, shared } = registered.descriptor;
    if (!canHold(registered) || access.reach(`${plural}:read`) === undefined) return [];
    const { table } = registered.service.related;
    return [{ name, table, scope: currentScope(`${plural}:read`, shared) }];
  });
}
