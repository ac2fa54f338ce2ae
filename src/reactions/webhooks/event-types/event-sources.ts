import { fieldNames } from '../../../platform/http/fields/field-names.js';
import type { ResourceRegistry } from '../../../platform/resource/resource-registry.js';

/** Something whose events webhooks are sent. */
export interface EventTypeSource {
  /** `lead`. */
  readonly name: string;
  /** Name of the schema of what its events carry. */
  readonly schemaName: string;
  readonly verbs: readonly string[];
  /** What an update may change, where that is known. */
  readonly changeable: readonly string[];
}

export function eventTypeSources(registry: ResourceRegistry): EventTypeSource[] {
  return registry.eventSources().map(({ name, dto, verbs }) => {
    const updateDto = registry.find(name)?.descriptor.updateDto;
    const changeable = updateDto === undefined ? [] : fieldNames(updateDto);
    return { name, schemaName: dto.name, verbs, changeable };
  });
}
