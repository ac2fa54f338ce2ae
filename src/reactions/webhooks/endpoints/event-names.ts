import { covers, type EventSource, typesOf } from '../../../platform/resource/events/event-source.js';
import type { ResourceRegistry } from '../../../platform/resource/resource-registry.js';

/** Every event name that leaves the product, with the wildcards an endpoint may subscribe to. */
export function subscribableEvents(registry: ResourceRegistry): string[] {
  return ['*', ...registry.eventSources().flatMap((source) => [`${source.name}.*`, ...typesOf(source)])];
}

/** What subscriptions are about. */
export function subscribedSources(
  registry: ResourceRegistry,
  subscriptions: readonly string[],
): readonly EventSource[] {
  return registry
    .eventSources()
    .filter((source) =>
      typesOf(source).some((type) => subscriptions.some((pattern) => covers(pattern, type))),
    );
}
