import type { CursorPosition } from './cursor-codec.js';
import type { ListField } from './list-fields.js';
import type { Bind } from './list-sql.js';
import type { NullsPlace, SortOrder } from './list-syntax.js';

export interface ListSort {
  readonly field: ListField;
  readonly order: SortOrder;
  readonly nulls: NullsPlace;
}

/** A total order: the keys, and the id among rows that tie in all of them. */
export interface ListOrder {
  readonly keys: readonly ListSort[];
  readonly idOrder: SortOrder;
}

/** Nothing ties in the id, so what follows it never counts. */
export function orderOf(sorts: readonly ListSort[]): ListOrder {
  const idAt = sorts.findIndex(({ field }) => field.name === 'id');
  const keys = idAt < 0 ? sorts : sorts.slice(0, idAt);
  return { keys, idOrder: sorts[idAt]?.order ?? keys.at(-1)?.order ?? 'asc' };
}

/** What ORDER BY takes. @param column SQL of a key */
export function orderBy({ keys, idOrder }: ListOrder, id: string, column: (key: ListSort) => string): string {
  return [...keys.map((key) => `${column(key)} ${key.order}${nullsOf(key)}`), `${id} ${idOrder}`].join(', ');
}

function nullsOf({ field, nulls }: ListSort): string {
  return field.nullable ? ` NULLS ${nulls.toUpperCase()}` : '';
}

/** The rows after a position, for any number of keys. @param alias of the record's table, as SQL */
export function rowsAfter(order: ListOrder, position: CursorPosition, alias: string, bind: Bind): string {
  const { keys, idOrder } = order;
  const id = `${alias}."id"`;
  const idPlace = bind(position.id);
  const [first] = keys;
  if (first === undefined) return `${id} ${beyond(idOrder)} ${idPlace}`;
  const places = keys.map((_, index) => {
    const value = position.values[index] ?? null;
    return value === null ? null : bind(value);
  });
  const [place = null] = places;
  if (keys.length === 1 && !first.field.nullable && place !== null) {
    return valuesAfter(first, idOrder, first.field.column(alias), id, [place, idPlace]);
  }
  // What comes after in the first key; else what ties there and comes after in the second; and so on to the id.
  let condition = `${id} ${beyond(idOrder)} ${idPlace}`;
  for (const [index, key] of [...keys.entries()].reverse()) {
    const column = key.field.column(alias);
    const at = places[index] ?? null;
    const ties = at === null ? `${column} IS NULL` : `${column} = ${at}`;
    const after = afterKey(key, column, at);
    condition = `(${after === undefined ? '' : `${after} OR `}(${ties} AND ${condition}))`;
  }
  // Implied already, but an index can use it.
  return first.field.nullable || place === null
    ? condition
    : `(${first.field.column(alias)} ${beyond(first.order)}= ${place} AND ${condition})`;
}

/** Rows with a value of the only key after a place. Both in one comparison, where both go the same way, is one range. */
function valuesAfter(
  key: ListSort,
  idOrder: SortOrder,
  column: string,
  id: string,
  [place, idPlace]: readonly [place: string, idPlace: string],
): string {
  const sign = beyond(key.order);
  if (key.order === idOrder) return `(${column}, ${id}) ${sign} (${place}, ${idPlace})`;
  const ties = `(${column} = ${place} AND ${id} ${beyond(idOrder)} ${idPlace})`;
  return `(${column} ${sign}= ${place} AND (${column} ${sign} ${place} OR ${ties}))`;
}

/** Undefined where nothing comes after. */
function afterKey(
  { field, order, nulls }: ListSort,
  column: string,
  place: string | null,
): string | undefined {
  if (place === null) return nulls === 'first' ? `${column} IS NOT NULL` : undefined;
  const after = `${column} ${beyond(order)} ${place}`;
  return field.nullable && nulls === 'last' ? `${after} OR ${column} IS NULL` : after;
}

/**
 * The stretches of an order by one nullable key after a position, or from the beginning, as conditions in their order:
 * rows with a value and rows without one. An index on (key, id) has each as a range, but seldom both as one.
 */
export function blocksAfter(
  { keys: [key], idOrder }: ListOrder,
  position: CursorPosition | undefined,
  alias: string,
  bind: Bind,
): readonly string[] {
  if (key === undefined) throw new TypeError('Blocks need a key');
  const column = key.field.column(alias);
  const id = `${alias}."id"`;
  const [values, nulls] = [`${column} IS NOT NULL`, `${column} IS NULL`];
  const inOrder = key.nulls === 'first' ? [nulls, values] : [values, nulls];
  if (position === undefined) return inOrder;
  const value = position.values[0] ?? null;
  const idPlace = bind(position.id);
  const rest =
    value === null
      ? `${nulls} AND ${id} ${beyond(idOrder)} ${idPlace}`
      : valuesAfter(key, idOrder, column, id, [bind(value), idPlace]);
  const isLast = (value === null) === (key.nulls === 'last');
  return isLast ? [rest] : [rest, value === null ? values : nulls];
}

function beyond(order: SortOrder): '>' | '<' {
  return order === 'asc' ? '>' : '<';
}
