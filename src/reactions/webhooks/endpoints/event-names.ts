import type { RecordEntity } from '../../../platform/resource/record.entity.js';
import type { RegisteredResource, ResourceRegistry } from '../../../platform/resource/resource-registry.js';
import type { ResourceDescriptor } from '../../../platform/resource/resource-descriptor.js';

const VERBS = ['created', 'updated', 'deleted', 'restored'] as const;

/** Everything that the product tells of a record type: `created`. */
export function verbsOf({ verbs = [] }: Pick<ResourceDescriptor<RecordEntity>, 'verbs'>): readonly string[] {
  return [...VERBS, ...verbs];
}

/** The record types whose events leave the product. */
export function publishedResources(registry: ResourceRegistry): readonly RegisteredResource[] {
  return registry.list().filter(({ descriptor }) => descriptor.published);
}

/** Every event name that leaves the product, with the wildcards an endpoint may subscribe to. */
export function subscribableEvents(registry: ResourceRegistry): string[] {
  const names = publishedResources(registry).flatMap(({ descriptor }) =>
    ['*', ...verbsOf(descriptor)].map((verb) => `${descriptor.name}.${verb}`),
  );
  return ['*', ...names];
}

/** The record types that subscriptions are about. */
export function subscribedResources(
  registry: ResourceRegistry,
  subscriptions: readonly string[],
): readonly RegisteredResource[] {
  return publishedResources(registry).filter(({ descriptor: { name } }) =>
    subscriptions.some((pattern) => pattern === '*' || pattern.startsWith(`${name}.`)),
  );
}

/** Whether a subscription (`lead.*`) covers an event (`lead.created`). */
export function covers(subscription: string, event: string): boolean {
  if (subscription === '*' || subscription === event) return true;
  return subscription.endsWith('.*') && event.startsWith(subscription.slice(0, -1));
}
