import type { RouteOptions } from '../../http/route-options.js';
import type { RecordEntity } from '../record.entity.js';
import type { ResourceDescriptor } from '../resource-descriptor.js';

/** What the deletion of a record type says besides where it can be for good; undefined where it cannot. */
export function erasingRoute<Entity extends RecordEntity>({
  plural,
  administrative = false,
}: ResourceDescriptor<Entity>): Pick<RouteOptions, 'alternativePermission' | 'erases' | 'query'> | undefined {
  if (administrative) return undefined;
  const permission = `${plural}:erase`;
  return {
    alternativePermission: permission,
    erases: true,
    query: [
      {
        name: 'permanent',
        schema: { type: 'boolean' },
        description: `true: erase it for good, whether it is deleted or not; takes \`${permission}\``,
      },
    ],
  };
}
