import type { DuplicateCondition } from './duplicate-rule.js';
import type { DuplicateKey } from './duplicate-options.js';

/** From here on two texts are much the same: the share of groups of three letters that they have in common. */
export const SIMILAR = 0.6;

/** What of a value counts, as SQL; null of one that says nothing. Equal to the expression of the index. */
export function keySql(kind: DuplicateKey, value: string): string {
  switch (kind) {
    case 'id':
      return value;
    case 'email':
    case 'domain':
      return `lower(${value})`;
    case 'phone':
      return `phone_digits(${value})`;
    case 'text':
      return `plain_words(${value})`;
  }
}

/** Whether a condition holds between two values, as SQL. */
export function sameSql(
  kind: DuplicateKey,
  { match }: DuplicateCondition,
  one: string,
  other: string,
): string {
  const [left, right] = [keySql(kind, one), keySql(kind, other)];
  if (match === 'fuzzy') return `similarity(${left}, ${right}) >= ${SIMILAR}`;
  return match === 'exact' && kind !== 'id'
    ? `${left} = ${right} AND ${one} = ${other}`
    : `${left} = ${right}`;
}

/** How much two values are the same, from 0 to 1, as SQL. */
export function scoreSql(
  kind: DuplicateKey,
  { match }: DuplicateCondition,
  one: string,
  other: string,
): string {
  return match === 'fuzzy' ? `similarity(${keySql(kind, one)}, ${keySql(kind, other)})::float8` : '1';
}
