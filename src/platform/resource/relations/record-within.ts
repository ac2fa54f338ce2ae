import { PermissionDeniedError } from '../../../kernel/errors.js';
import { currentScope, type HolderScope, type RecordScope } from '../../access/record-scope.js';
import { currentAccess, currentActor } from '../../context/request-context.js';
import type { RecordEntity } from '../record.entity.js';
import type { RecordPart, ResourceDescriptor } from '../resource-descriptor.js';
import type { RegisteredResource, ResourceRegistry } from '../resource-registry.js';

export type Scoped = Pick<
  ResourceDescriptor<RecordEntity>,
  'name' | 'plural' | 'shared' | 'within' | 'secondPath' | 'guarded'
>;

/**
 * The scope that an action on records has for the caller, with what they live within; undefined for every record.
 *
 * @throws {PermissionDeniedError} without the permission
 */
export function scopeOn(
  { name, plural, shared = false, within = false, secondPath, guarded }: Scoped,
  action: string,
  registry: ResourceRegistry,
): RecordScope | undefined {
  const scope = currentScope(`${plural}:${action}`, shared);
  const table = within ? registry.find(name)?.service.related.table : undefined;
  const only = secondPath?.only;
  const reach = guarded === undefined ? 'any' : currentAccess().reach(`${guarded.root}:${action}`);
  const kept = guarded === undefined || reach === 'any' ? undefined : { ...guarded, reach };
  if (table === undefined && only === undefined && kept === undefined) return scope;
  if (only !== undefined) refuseHidden(plural, only);
  return {
    ...(scope ?? { reach: 'any', userId: currentActor().id }),
    ...(only !== undefined && { only }),
    ...(kept !== undefined && { guarded: kept }),
    ...(table !== undefined && { within: { table, holders: holdersIn(registry) } }),
  };
}

/** Which records are part of it would tell the field. @throws {PermissionDeniedError} */
function refuseHidden(plural: string, { field }: RecordPart): void {
  if (currentAccess().hiddenFields(plural).has(field)) throw new PermissionDeniedError();
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
