import { currentAccess } from '../../../platform/context/request-context.js';
import { EXTERNAL_ID } from '../../../platform/resource/writes/upsert-options.js';
import { isNamed } from '../../../platform/resource/lists/named-fields.js';
import type { RecordEntity } from '../../../platform/resource/record.entity.js';
import type { ResourceDescriptor } from '../../../platform/resource/resource-descriptor.js';
import { referencesOf } from '../../../platform/resource/relations/resource-references.js';
import type { ResourceRegistry } from '../../../platform/resource/resource-registry.js';
import type { ImportField } from './import-field.js';

/**
 * Fields of other records by which rows may name them instead of by their ids: `company.name` for `primaryCompanyId`, where
 * the caller may find them so.
 *
 * @param fields that the caller may write
 */
export function referenceFields(
  descriptor: ResourceDescriptor<RecordEntity>,
  fields: readonly ImportField[],
  registry: ResourceRegistry,
): readonly ImportField[] {
  const access = currentAccess();
  return referencesOf(descriptor).flatMap(({ field, resource, relation }) => {
    const target = registry.find(resource)?.descriptor;
    const isWritable = fields.some(({ name }) => name === field);
    if (target === undefined || !isWritable || access.reach(`${target.plural}:read`) === undefined) return [];
    const { matchFields = [], title = [], policy, plural } = target;
    const hidden = access.hiddenFields(plural);
    return [...new Set([EXTERNAL_ID, ...matchFields, ...title])]
      .filter((by) => policy.filters.has(by) && !isNamed(hidden, by))
      .map((by) => ({
        name: `${relation}.${by}`,
        label: null,
        kind: 'text',
        values: [],
        reference: { field, resource, by },
      }));
  });
}
