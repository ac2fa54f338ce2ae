import { escapeLike } from './list-filters.js';

/**
 * The condition that a text search puts on rows.
 *
 * @param columns quoted columns that the reader may see
 */
export function searchCondition(
  search: string,
  columns: readonly string[],
  bind: (value: unknown) => string,
): string {
  const pattern = bind(`%${escapeLike(search)}%`);
  return `(${columns.map((column) => `${column} ILIKE ${pattern}`).join(' OR ')})`;
}
