import type { Access, Reach } from '../../../platform/access/access.js';
import type { DeletedFields } from '../../../platform/resource/custom-fields.js';

/** A caller's access, to whom deleted custom fields do not exist any more than to others. */
export class AccessWithoutDeleted implements Access {
  private readonly hidden = new Map<string, ReadonlySet<string>>();

  constructor(
    private readonly access: Access,
    private readonly deleted: DeletedFields,
  ) {
    for (const [resource, names] of deleted)
      this.hidden.set(resource, new Set([...access.hiddenFields(resource), ...names]));
  }

  reach(permission: string): Reach | undefined {
    return this.access.reach(permission);
  }

  hiddenFields(resource: string): ReadonlySet<string> {
    return this.hidden.get(resource) ?? this.access.hiddenFields(resource);
  }

  readOnlyFields(resource: string): ReadonlySet<string> {
    return this.access.readOnlyFields(resource);
  }

  /** Whether it was made for these. */
  isFor(deleted: DeletedFields): boolean {
    return deleted === this.deleted || textOf(deleted) === textOf(this.deleted);
  }
}

function textOf(deleted: DeletedFields): string {
  return JSON.stringify([...deleted].map(([resource, names]) => [resource, ...names]));
}
