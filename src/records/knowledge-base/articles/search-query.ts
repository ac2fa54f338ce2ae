import { BadRequestError } from '../../../kernel/errors.js';
import { isId } from '../../../kernel/identifiers.js';
import type { PageQuery } from '../../../platform/http/page-query.js';
import { readPageQuery } from '../../../platform/http/page-query.js';
import type { QueryParameter } from '../../../platform/http/route-options.js';

/** Characters. */
const LONGEST = 200;
/** The best of so many are ranked: pages end there. */
export const MOST_FOUND = 1_000;
/** Each hit has its text looked through. */
const MOST_ON_A_PAGE = 50;

/** As OpenAPI shows them. */
export const SEARCH_PARAMETERS: readonly QueryParameter[] = [
  {
    name: 'q',
    description:
      'Words, "in this order" in quotes, `or`, and `-without`. The last word may be begun only. Required',
    schema: { type: 'string', maxLength: LONGEST },
  },
  { name: 'locale', description: 'Only articles of this language' },
  { name: 'page', description: 'From 1', schema: { type: 'integer', minimum: 1 } },
  {
    name: 'pageSize',
    description: 'Default 20',
    schema: { type: 'integer', minimum: 1, maximum: MOST_ON_A_PAGE },
  },
];

export interface ArticleQuery {
  readonly text: string;
  /** All but the last word, and that; absent where it is no plain word. */
  readonly begun: { readonly rest: string; readonly word: string } | undefined;
  readonly locale: string | undefined;
  readonly page: PageQuery;
}

/** @throws {BadRequestError} 400 naming the parameter */
export function readArticleQuery(query: Readonly<Record<string, unknown>>): ArticleQuery {
  const text = readText(query, 'q')?.trim() ?? '';
  if (text === '') throw refusal('q', 'is required');
  const page = readPageQuery(query);
  if (page.pageSize > MOST_ON_A_PAGE)
    throw refusal('pageSize', `must be a whole number from 1 to ${MOST_ON_A_PAGE}`);
  if (page.page * page.pageSize > MOST_FOUND + page.pageSize)
    throw refusal('page', `must end at the first ${MOST_FOUND} articles`);
  return { text, begun: begunWordOf(text), locale: readText(query, 'locale'), page };
}

/** @throws {BadRequestError} 400 */
export function readId(query: Readonly<Record<string, unknown>>, field: string): string | undefined {
  const value = query[field];
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || !isId(value)) throw refusal(field, 'must be an id');
  return value;
}

/** @throws {BadRequestError} 400 */
export function readText(query: Readonly<Record<string, unknown>>, field: string): string | undefined {
  const value = query[field];
  if (value === undefined) return undefined;
  if (typeof value !== 'string') throw refusal(field, 'must be given once, as text');
  if (value.length > LONGEST) throw refusal(field, `must be at most ${LONGEST} characters`);
  return value;
}

function begunWordOf(text: string): ArticleQuery['begun'] {
  const [, rest = '', word = ''] = /^(.*?)(?<![-"\p{L}\p{N}])([\p{L}\p{N}]{2,})$/su.exec(text) ?? [];
  return word === '' || rest.includes('"') ? undefined : { rest, word };
}

function refusal(field: string, message: string): BadRequestError {
  return new BadRequestError(`${field} ${message}`, { details: [{ field, message }] });
}
