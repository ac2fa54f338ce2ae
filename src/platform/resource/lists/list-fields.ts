import type { DynamicField } from '../custom-fields.js';
import type { FilterField } from './list-filters.js';
import type { ListPolicy } from './list-policy.js';
import { isNamed } from './named-fields.js';
import { CUSTOM_FIELDS } from '../writes/record-changes.js';

const CUSTOM_PREFIX = `${CUSTOM_FIELDS}.`;

/** A field that a list may be filtered or sorted by. */
export interface ListField {
  /** `score`, `customFields.tier`. */
  readonly name: string;
  /** Undefined for what may be sorted by alone. */
  readonly field: FilterField | undefined;
  readonly sortable: boolean;
  readonly nullable: boolean;
  /** Whether rows have the value itself under the field's name, exact to the last digit. */
  readonly readable: boolean;
  /** SQL of its value. @param alias of the record's table */
  column(alias: string): string;
}

/** What a table says of its columns. */
export interface ColumnFacts {
  /** Quoted. */
  column(property: string): string;
  isNullable(property: string): boolean;
  isExact(property: string): boolean;
}

export type FieldMap = ReadonlyMap<string, ListField>;

/** The fields of a record type that its policy declares, by their names and other names. */
export function declaredFields(policy: ListPolicy, table: ColumnFacts): FieldMap {
  const names = new Set([...policy.filters.keys(), ...policy.sorts]);
  const fields = new Map([...names].map((name) => [name, declaredField(name, policy, table)]));
  for (const [alias, name] of policy.aliases) {
    const field = fields.get(name);
    if (field !== undefined) fields.set(alias, { ...field, sortable: false });
  }
  return fields;
}

export function isCustom(name: string): boolean {
  return name.startsWith(CUSTOM_PREFIX);
}

/** The fields that one caller may name in one request. */
export class ListFields {
  /** @param dynamic those that the tenant has added */
  constructor(
    private readonly declared: FieldMap,
    private readonly dynamic: ReadonlyMap<string, DynamicField>,
    private readonly hidden: ReadonlySet<string>,
  ) {}

  /** Undefined for what does not exist for the caller. */
  resolve(name: string): ListField | undefined {
    const declared = this.declared.get(name);
    if (declared !== undefined) return this.hidden.has(declared.name) ? undefined : declared;
    const dynamic = this.dynamic.get(name);
    return dynamic === undefined || isNamed(this.hidden, name) ? undefined : dynamicField(dynamic);
  }

  /** Names of what may be sorted by, for error texts. */
  sortable(): string[] {
    const declared = [...this.declared].filter(([, { sortable }]) => sortable).map(([name]) => name);
    return [...declared, ...this.dynamic.keys()].filter((name) => this.resolve(name)?.sortable === true);
  }
}

function declaredField(name: string, policy: ListPolicy, table: ColumnFacts): ListField {
  const field = policy.filters.get(name);
  const property = field?.property ?? name;
  const column = table.column(property);
  return {
    name: property,
    field,
    sortable: policy.sorts.has(name),
    nullable: table.isNullable(property),
    readable: table.isExact(property),
    column: (alias) => `${alias}.${column}`,
  };
}

function dynamicField(dynamic: DynamicField): ListField {
  return {
    name: dynamic.key,
    field: dynamic.field,
    sortable: dynamic.field.kind !== 'textList',
    nullable: true,
    readable: false,
    column: (alias) => dynamic.column(alias),
  };
}
