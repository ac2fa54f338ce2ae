import { typesOf } from '../../../platform/resource/event-source.js';
import type { ResourceRegistry } from '../../../platform/resource/resource-registry.js';

/** Every event name that leaves the product, with the wildcards an endpoint may subscribe to. */
export function subscribableEvents(registry: ResourceRegistry): string[] {
  return ['*', ...registry.eventSources().flatMap((source) => [`${source.name}.*`, ...typesOf(source)])];
}
