import type { Clock } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/identifiers.js';
import { currentActor } from '../../context/request-context.js';
import { fieldNames } from '../../http/fields/field-names.js';
import type { RecordEntity } from '../record.entity.js';
import type { ResourceDescriptor } from '../resource-descriptor.js';

/** Makes new records of one type out of what callers send. */
export class RecordDrafts<Entity extends RecordEntity> {
  private readonly empty: Readonly<Record<string, unknown>>;
  private readonly defaults: Readonly<Record<string, unknown>>;
  private readonly writable: readonly string[];

  constructor(
    private readonly descriptor: ResourceDescriptor<Entity>,
    properties: readonly string[],
    private readonly clock: Clock,
  ) {
    this.empty = Object.fromEntries(properties.map((property) => [property, null]));
    this.defaults = { tags: [], customFields: {}, ...descriptor.defaults };
    this.writable = fieldNames(descriptor.createDto);
  }

  /** A whole new record: version 1, made now by the current actor. */
  draft(input: Partial<Entity>): Entity {
    const now = this.clock.now().toISOString();
    const actorId = currentActor().id;
    const draft: Entity = new this.descriptor.entity();
    Object.assign(draft, this.empty, this.defaults, this.fields(input), {
      id: newId(),
      createdAt: now,
      createdBy: actorId,
      updatedAt: now,
      updatedBy: actorId,
      version: 1,
      deletedAt: null,
    });
    return draft;
  }

  /** What a record is replaced by: as `fields`, but what lasts unless it is named. */
  replacement(input: Partial<Entity>, before: Entity): Partial<Entity> {
    const lasting = (this.descriptor.lasting ?? []).filter((field) => input[field] === undefined);
    const kept = Object.fromEntries(lasting.map((field) => [field, before[field]]));
    return { ...this.fields(input), ...kept };
  }

  /** Every field that a caller may set: the given value, else the default, else null. */
  fields(input: Partial<Entity>): Partial<Entity> {
    const source: Readonly<Record<string, unknown>> = { ...input };
    const fields: Record<string, unknown> = {};
    for (const field of this.writable) {
      fields[field] = source[field] === undefined ? (this.defaults[field] ?? null) : source[field];
    }
    return fields as Partial<Entity>;
  }
}
