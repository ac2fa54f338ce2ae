import { typesOf } from '../../../platform/resource/event-source.js';
import type { RegisteredResource, ResourceRegistry } from '../../../platform/resource/resource-registry.js';
import type { EventSource } from '../../../platform/resource/event-source.js';

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
    .filter(({ name }) => subscriptions.some((pattern) => pattern === '*' || pattern.startsWith(`${name}.`)));
}

/** The record types among what subscriptions are about. */
export function subscribedResources(
  registry: ResourceRegistry,
  subscriptions: readonly string[],
): readonly RegisteredResource[] {
  return subscribedSources(registry, subscriptions).flatMap(({ name }) => registry.find(name) ?? []);
}
