import type { RecordEntity } from './record.entity.js';
import type { RecordView, ResourceDescriptor } from './resource-descriptor.js';

/** Turns rows into what the API, the journal and the webhooks show: camelCase fields, ISO 8601 UTC times. */
export class RecordSerializer<Entity extends RecordEntity> {
  private readonly fields: readonly string[];

  constructor(properties: readonly string[], descriptor: Pick<ResourceDescriptor<Entity>, 'internalFields'>) {
    const internal = new Set<string>([...(descriptor.internalFields ?? []), 'deletedAt']);
    this.fields = properties.filter((property) => !internal.has(property));
  }

  view(row: Entity, tenantId: string, hidden: ReadonlySet<string>): RecordView {
    const source = row as Readonly<Record<string, unknown>>;
    const view: Record<string, unknown> = {};
    for (const field of this.fields) {
      if (hidden.size > 0 && hidden.has(field)) continue;
      const value = source[field];
      view[field] = value instanceof Date ? value.toISOString() : (value ?? null);
    }
    view['tenantId'] = tenantId;
    return view as RecordView;
  }
}
