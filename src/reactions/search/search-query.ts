import { BadRequestError } from '../../kernel/errors.js';
import type { QueryParameter } from '../../platform/http/route-options.js';
import { readSearchTerms } from '../../platform/resource/search/search-terms.js';

const DEFAULT_LIMIT = 20;
const MOST = 50;
const LONGEST = 200;

/** As OpenAPI shows them. */
export const SEARCH_PARAMETERS: readonly QueryParameter[] = [
  {
    name: 'q',
    description: 'What to look for: words, or parts of them, in any order. Required',
    schema: { type: 'string', maxLength: LONGEST },
  },
  {
    name: 'resources',
    description: 'Only in these, separated by commas: `leads`. Default: all that you may read',
  },
  {
    name: 'limit',
    description: `Default ${DEFAULT_LIMIT}`,
    schema: { type: 'integer', minimum: 1, maximum: MOST },
  },
];

export interface SearchQuery {
  readonly text: string;
  /** Undefined for all. */
  readonly resources: readonly string[] | undefined;
  readonly limit: number;
}

/** @throws {BadRequestError} naming the parameter */
export function readSearchQuery(query: Readonly<Record<string, unknown>>): SearchQuery {
  const text = textOf(query, 'q')?.trim() ?? '';
  if (text === '') throw refusal('q', 'is required');
  if (text.length > LONGEST) throw refusal('q', `must be at most ${LONGEST} characters`);
  readSearchTerms(text, 'q');
  const limit = textOf(query, 'limit') ?? String(DEFAULT_LIMIT);
  if (!/^\d{1,3}$/.test(limit) || Number(limit) < 1 || Number(limit) > MOST)
    throw refusal('limit', `must be a whole number from 1 to ${MOST}`);
  const resources = textOf(query, 'resources')?.split(',');
  return { text, resources: resources && [...new Set(resources)], limit: Number(limit) };
}

export function refusal(field: string, message: string): BadRequestError {
  return new BadRequestError(`${field} ${message}`, { details: [{ field, message }] });
}

function textOf(query: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = query[name];
  if (value === undefined || typeof value === 'string') return value;
  throw refusal(name, 'must be given once, as text');
}
