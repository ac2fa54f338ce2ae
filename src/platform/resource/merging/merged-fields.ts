import { fieldNames } from '../../http/fields/field-names.js';
import type { CustomFieldValues } from '../custom-fields.js';
import { CUSTOM_FIELDS } from '../writes/record-changes.js';
import type { RecordEntity } from '../record.entity.js';
import type { ResourceDescriptor } from '../resource-descriptor.js';
import { referencesOf } from '../relations/resource-references.js';
import { isEmptyValue } from './is-empty-value.js';

type Fields = Record<string, unknown>;
type Values = Readonly<Record<string, unknown>>;

/** The custom fields that there are, `customFields.tier`: values of deleted ones stay where they are. */
export interface MergedCustomFields {
  readonly known: ReadonlySet<string>;
  /** Those that name records of the same type. */
  readonly inner: ReadonlySet<string>;
}

/** What the survivor of a merge has, field by field. */
export class MergedFields<Entity extends RecordEntity> {
  /** Every field that a merge decides, custom fields aside. */
  readonly names: ReadonlySet<string>;
  private readonly anyTrue: ReadonlySet<string>;
  private readonly together: ReadonlyMap<string, readonly string[]>;
  /** Fields that name a record of the same type. */
  private readonly inner: ReadonlySet<string>;

  constructor(descriptor: ResourceDescriptor<Entity>, properties: readonly string[]) {
    const { createDto, mergeable = {}, name } = descriptor;
    const writable = fieldNames(createDto).filter((field) => field !== CUSTOM_FIELDS);
    const all = [...writable, ...(mergeable.lists ?? [])];
    this.names = new Set(all.filter((field) => properties.includes(field)));
    this.anyTrue = new Set<string>(mergeable.anyTrue);
    this.together = new Map(
      (mergeable.together ?? []).flatMap((group) => group.map((field) => [field, group])),
    );
    const inner = referencesOf(descriptor).filter(({ resource }) => resource === name);
    this.inner = new Set(inner.map(({ field }) => field));
  }

  /**
   * @param records the survivor first, then the others in their order
   * @param chosen values that the caller has chosen
   */
  of(records: readonly Entity[], chosen: Partial<Entity>, custom: MergedCustomFields): Partial<Entity> {
    const ids = new Set(records.map(({ id }) => id));
    const fields: Fields = {};
    for (const field of this.names) {
      fields[field] = field in chosen ? Reflect.get(chosen, field) : this.combined(field, records, ids);
    }
    fields[CUSTOM_FIELDS] = { ...customFieldsOf(records, custom, ids), ...chosen.customFields };
    return fields as Partial<Entity>;
  }

  private combined(field: string, records: readonly Entity[], ids: ReadonlySet<string>): unknown {
    const source = this.together.has(field) ? [this.sourceOf(field, records)] : records;
    const values = source.map((record): Values => ({ ...record })).map((record) => record[field]);
    if (this.anyTrue.has(field)) return values.includes(true);
    if (this.inner.has(field)) return values.find((id) => typeof id === 'string' && !ids.has(id)) ?? null;
    if (values.some(Array.isArray)) return [...new Set<unknown>(values.flat())];
    return values.find((value) => !isEmptyValue(value)) ?? values[0] ?? null;
  }

  /** The record that all fields of a group come from. */
  private sourceOf(field: string, records: readonly Entity[]): Entity | undefined {
    const group = this.together.get(field) ?? [field];
    const has = (record: Entity, name: string) => !isEmptyValue(Reflect.get(record, name));
    const [first = field] = group;
    return (
      records.find((record) => has(record, first)) ??
      records.find((record) => group.some((name) => has(record, name))) ??
      records[0]
    );
  }
}

/** Of each key the first value there is. */
function customFieldsOf(
  records: readonly { readonly customFields: CustomFieldValues }[],
  { known, inner }: MergedCustomFields,
  ids: ReadonlySet<string>,
): Values {
  const values: Fields = { ...records[0]?.customFields };
  for (const name of known) {
    const key = name.slice(CUSTOM_FIELDS.length + 1);
    const isInner = (value: unknown) => inner.has(name) && typeof value === 'string' && ids.has(value);
    const all = records.map(({ customFields }) => customFields[key]);
    const value = all.find((one) => !isEmptyValue(one) && !isInner(one));
    if (value !== undefined) values[key] = value;
    else if (isInner(values[key])) values[key] = null;
  }
  return values;
}
