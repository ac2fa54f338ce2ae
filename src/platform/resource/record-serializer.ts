import { withoutNamed } from './lists/named-fields.js';
import type { RecordEntity } from './record.entity.js';
import type { RecordSnapshot } from './record-snapshot.js';
import type { RecordView, ResourceDescriptor } from './resource-descriptor.js';

/** Turns records into what the API, the journal and the webhooks show. */
export class RecordSerializer<Entity extends RecordEntity> {
  /** The fields that are shown, when no rule hides them. */
  readonly fields: readonly string[];

  constructor(properties: readonly string[], descriptor: Pick<ResourceDescriptor<Entity>, 'internalFields'>) {
    const internal = new Set<string>([...(descriptor.internalFields ?? []), 'deletedAt']);
    this.fields = properties.filter((property) => !internal.has(property));
  }

  /** A view of a whole record, as it is or was: its shown fields, and the tenant it belongs to. */
  view(record: Entity | RecordSnapshot, tenantId: string): RecordView {
    const view: Record<string, unknown> = {};
    for (const field of this.fields) view[field] = Reflect.get(record, field) ?? null;
    view['tenantId'] = tenantId;
    return view as RecordView;
  }

  /** A row that was read with the shown columns alone is a view already, but for the tenant. */
  adopt(row: Record<string, unknown>, tenantId: string): RecordView {
    row['tenantId'] = tenantId;
    return row as RecordView;
  }

  /** The view without the fields that the reader may not see. */
  hide(view: RecordView, hidden: ReadonlySet<string>): RecordView {
    return withoutNamed(view, hidden) as RecordView;
  }
}
