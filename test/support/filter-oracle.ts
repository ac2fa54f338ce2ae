import fc from 'fast-check';

export type Row = Readonly<Record<string, unknown>>;

export type Filter =
  | { readonly and: readonly Filter[] }
  | { readonly or: readonly Filter[] }
  | { readonly not: Filter }
  | Condition;

export interface Condition {
  readonly field: string;
  readonly operator: string;
  readonly value: unknown;
}

/** The people that records of the test may belong to, by id. */
export type Owners = ReadonlyMap<string, Row>;

const DAY = /^\d{4}-\d\d-\d\d$/;

/** Filters in plain JavaScript, written from the documentation alone: what lists are held against. */
export class FilterOracle {
  constructor(
    private readonly owners: Owners,
    private readonly timeZone: string,
  ) {}

  holds(filter: Filter, row: Row): boolean {
    if ('and' in filter) return filter.and.every((part) => this.holds(part, row));
    if ('or' in filter) return filter.or.some((part) => this.holds(part, row));
    if ('not' in filter) return !this.holds(filter.not, row);
    return this.conditionHolds(filter, row);
  }

  private conditionHolds({ field, operator, value }: Condition, row: Row): boolean {
    const [relation, name] = field.split('.');
    if (name !== undefined && relation === 'owner') {
      const owner = this.owners.get(String(row['ownerId']));
      return owner !== undefined && this.test(owner[name] ?? null, operator, value);
    }
    return this.test(row[field] ?? null, operator, value);
  }

  private test(actual: unknown, operator: string, value: unknown): boolean {
    const several = value as readonly unknown[];
    switch (operator) {
      case 'eq':
        return this.compare(actual, value) === 0;
      case 'ne':
        return !this.test(actual, 'eq', value);
      case 'in':
        return several.some((one) => this.test(actual, 'eq', one));
      case 'nin':
        return !this.test(actual, 'in', value);
      case 'isNull':
        return (actual === null) === value;
      case 'has':
        return several.some((one) => (actual as unknown[]).includes(one));
      case 'hasAll':
        return several.every((one) => (actual as unknown[]).includes(one));
      case 'between':
        return this.test(actual, 'gte', several[0]) && this.test(actual, 'lte', several[1]);
      default:
        return actual !== null && this.testPresent(actual, operator, value);
    }
  }

  private testPresent(actual: unknown, operator: string, value: unknown): boolean {
    const [text, part] = [String(actual).toLowerCase(), String(value).toLowerCase()];
    const order = this.compare(actual, value) ?? Number.NaN;
    const tests: Record<string, boolean> = {
      gt: order > 0,
      gte: order >= 0,
      lt: order < 0,
      lte: order <= 0,
      contains: text.includes(part),
      startsWith: text.startsWith(part),
      endsWith: text.endsWith(part),
    };
    return tests[operator] === true;
  }

  /** A time is compared with a day by the day it falls on. Undefined where null meets anything else. */
  private compare(actual: unknown, value: unknown): number | undefined {
    if (actual === null || value === null) return actual === value ? 0 : undefined;
    if (typeof actual === 'string' && typeof value === 'string' && /^\d{4}-.*Z$/.test(actual)) {
      if (!DAY.test(value)) return Date.parse(actual) - Date.parse(value);
      const day = new Intl.DateTimeFormat('sv-SE', { timeZone: this.timeZone }).format(new Date(actual));
      return day < value ? -1 : Number(day > value);
    }
    if (typeof actual === 'number' && typeof value === 'number') return actual - value;
    return actual === value ? 0 : Number.NaN;
  }
}

/** What conditions of a field are made of. */
export interface FieldValues {
  readonly field: string;
  readonly kind: 'text' | 'exact' | 'flag' | 'ordered' | 'list';
  readonly value: fc.Arbitrary<unknown>;
}

const OPERATORS: Readonly<Record<FieldValues['kind'], readonly string[]>> = {
  text: ['eq', 'ne', 'in', 'nin', 'isNull', 'contains', 'startsWith', 'endsWith'],
  exact: ['eq', 'ne', 'in', 'nin', 'isNull'],
  flag: ['eq', 'ne', 'isNull'],
  ordered: ['eq', 'ne', 'in', 'nin', 'gt', 'gte', 'lt', 'lte', 'between', 'isNull'],
  list: ['has', 'hasAll', 'isNull'],
};

function operandOf(operator: string, { kind, value }: FieldValues): fc.Arbitrary<unknown> {
  const orNull = kind === 'list' ? value : fc.option(value, { freq: 6 });
  switch (operator) {
    case 'isNull':
      return fc.boolean();
    case 'between':
      return fc.tuple(value, value);
    case 'in':
    case 'nin':
      return fc.array(orNull, { minLength: 1, maxLength: 4 });
    case 'has':
    case 'hasAll':
      return fc.array(value, { minLength: 1, maxLength: 3 });
    case 'eq':
    case 'ne':
      return orNull;
    default:
      return value;
  }
}

export function conditions(fields: readonly FieldValues[]): fc.Arbitrary<Condition> {
  return fc
    .constantFrom(...fields)
    .chain((field) =>
      fc
        .constantFrom(...OPERATORS[field.kind])
        .chain((operator) =>
          operandOf(operator, field).map((value) => ({ field: field.field, operator, value })),
        ),
    );
}

/** Trees of up to five levels of and, or and not. */
export function filters(fields: readonly FieldValues[]): fc.Arbitrary<Filter> {
  const level = (below: fc.Arbitrary<Filter>): fc.Arbitrary<Filter> => {
    const parts = fc.array(below, { minLength: 1, maxLength: 3 });
    return fc.oneof(
      { weight: 2, arbitrary: conditions(fields) },
      parts.map((and) => ({ and })),
      parts.map((or) => ({ or })),
      below.map((not) => ({ not })),
    );
  };
  let tree: fc.Arbitrary<Filter> = conditions(fields);
  for (let depth = 0; depth < 5; depth += 1) tree = level(tree);
  return tree;
}
