import type { RecordLink } from '../relations/record-link.js';
import type { RegisteredResource, ResourceRegistry } from '../resource-registry.js';

/**
 * Says of links what is wrong with them: a resource that there is not, or a record that is missing, deleted or out
 * of the caller's reach, which look alike. One query per resource, however many links: those that may be made are held until the transaction ends.
 */
export class LinkCheck {
  private constructor(
    private readonly registry: ResourceRegistry,
    private readonly readable: ReadonlyMap<string, ReadonlySet<string>>,
  ) {}

  static async of(registry: ResourceRegistry, links: readonly RecordLink[]): Promise<LinkCheck> {
    const wanted = new Map<string, Set<string>>();
    for (const { resource, id } of links) {
      const ids = wanted.get(resource) ?? new Set();
      wanted.set(resource, ids.add(id));
    }
    const readable = new Map<string, ReadonlySet<string>>();
    for (const [resource, ids] of wanted) {
      const registered = registry.find(resource);
      if (registered === undefined || !isOfTheCrm(registered)) continue;
      readable.set(resource, await registered.service.findReadable([...ids], true));
    }
    return new LinkCheck(registry, readable);
  }

  /** @returns undefined for a link that may be made. */
  faultOf({ resource, id }: RecordLink): string | undefined {
    const readable = this.readable.get(resource);
    if (readable !== undefined) return readable.has(id) ? undefined : `leads to no ${resource}`;
    const known = this.registry.list().filter(isOfTheCrm);
    const names = known.map(({ descriptor }) => descriptor.name).join(', ');
    return `names no resource: ${resource} is none of ${names}`;
  }
}

function isOfTheCrm({ descriptor: { published, administrative } }: RegisteredResource): boolean {
  return published && administrative !== true;
}
