import type { ResourceRegistry } from '../../../platform/resource/resource-registry.js';

const VERBS = ['created', 'updated', 'deleted', 'restored'] as const;

/** Every event name that leaves the product, with the wildcards an endpoint may subscribe to. */
export function subscribableEvents(registry: ResourceRegistry): string[] {
  const names = registry
    .list()
    .filter(({ descriptor }) => descriptor.published)
    .flatMap(({ descriptor: { name, verbs = [] } }) =>
      ['*', ...VERBS, ...verbs].map((verb) => `${name}.${verb}`),
    );
  return ['*', ...names];
}

/** Whether a subscription (`lead.*`) covers an event (`lead.created`). */
export function covers(subscription: string, event: string): boolean {
  if (subscription === '*' || subscription === event) return true;
  return subscription.endsWith('.*') && event.startsWith(subscription.slice(0, -1));
}
