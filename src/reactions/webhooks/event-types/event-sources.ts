import { fieldNames } from '../../../platform/http/fields/field-names.js';
import type { ResourceRegistry } from '../../../platform/resource/resource-registry.js';
import { publishedResources, verbsOf } from '../endpoints/index.js';

/** Something whose events webhooks are sent. */
export interface EventTypeSource {
  /** `lead`. */
  readonly name: string;
  /** Name of the schema of what its events carry. */
  readonly schemaName: string;
  readonly verbs: readonly string[];
  /** What an update may change. */
  readonly changeable: readonly string[];
}

export function eventTypeSources(registry: ResourceRegistry): EventTypeSource[] {
  return publishedResources(registry).map(({ descriptor }) => ({
    name: descriptor.name,
    schemaName: descriptor.dto.name,
    verbs: verbsOf(descriptor),
    changeable: fieldNames(descriptor.updateDto),
  }));
}
