import type { ErrorDetail } from '../../../kernel/errors.js';
import { currentAccess } from '../../context/request-context.js';
import type { DeletedFields } from '../custom-fields.js';
import type { FieldChange } from '../../journal/journal-event.js';
import { isNamed } from '../lists/named-fields.js';
import type { RecordEntity } from '../record.entity.js';
import type { ResourceRegistry } from '../resource-registry.js';
import { undoneFields } from './undone-fields.js';

const MOST_CONFLICTS = 100;

type Changes = Readonly<Record<string, FieldChange>>;

/** What the undoing of a merge sets back, and what stands in its way. */
export class UnmergePlan {
  private readonly found: ErrorDetail[] = [];
  private readonly seen = new Set<string>();

  /**
   * @param changes what the merge changed, by the id of the record
   * @param deleted custom fields that are not there any more: their values stay as they are
   */
  constructor(
    private readonly registry: ResourceRegistry,
    private readonly changes: ReadonlyMap<string, Changes>,
    private readonly deleted: DeletedFields,
  ) {}

  /** What has changed since, field by field: `contact.<id>.phone`. */
  get conflicts(): readonly ErrorDetail[] {
    return this.found.slice(0, MOST_CONFLICTS);
  }

  fieldsFor(resource: string): (now: RecordEntity) => Partial<RecordEntity> {
    return (now) => {
      this.seen.add(now.id);
      const gone = this.deleted.get(this.pluralOf(resource)) ?? new Set();
      const changes = Object.entries(this.changes.get(now.id) ?? {}).filter(([field]) => !gone.has(field));
      const { fields, conflicts } = undoneFields(now, Object.fromEntries(changes));
      for (const { field, ...values } of conflicts) this.tell(resource, `${now.id}.${field}`, field, values);
      return fields;
    };
  }

  /** Those of the ids whose records were not there to be set back. */
  miss(resource: string, ids: readonly string[]): void {
    for (const id of ids.filter((one) => !this.seen.has(one))) {
      const field = this.isShown(resource) ? `${resource}.${id}` : resource;
      this.found.push({ field, message: 'has been deleted since' });
    }
  }

  /** Of records that the caller may not all read it says no more than which kind they are. */
  private tell(resource: string, place: string, field: string, values: Record<string, unknown>): void {
    const message = 'has changed since';
    if (!this.isShown(resource)) {
      this.found.push({ field: resource, message });
      return;
    }
    const isHidden = isNamed(currentAccess().hiddenFields(this.pluralOf(resource)), field);
    this.found.push(
      isHidden ? { field: resource, message } : { field: `${resource}.${place}`, message, ...values },
    );
  }

  private isShown(resource: string): boolean {
    return currentAccess().reach(`${this.pluralOf(resource)}:read`) === 'any';
  }

  private pluralOf(resource: string): string {
    return this.registry.find(resource)?.descriptor.plural ?? resource;
  }
}
