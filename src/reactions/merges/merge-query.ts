import { BadRequestError } from '../../kernel/errors.js';
import { isId } from '../../kernel/identifiers.js';
import { PAGE_PARAMETERS, type PageQuery, readPageQuery } from '../../platform/http/page-query.js';
import type { QueryParameter } from '../../platform/http/route-options.js';

/** As OpenAPI shows them. */
export const MERGE_PARAMETERS: readonly QueryParameter[] = [
  { name: 'resource', description: 'Only of these: `contacts`' },
  { name: 'recordId', description: 'Only those that this record was part of, whether it lives on or not' },
  ...PAGE_PARAMETERS,
];

export interface MergeQuery {
  readonly resource: string | undefined;
  readonly recordId: string | undefined;
  readonly page: PageQuery;
}

/** @throws {BadRequestError} naming the parameter */
export function readMergeQuery(query: Readonly<Record<string, unknown>>): MergeQuery {
  const recordId = textOf(query, 'recordId');
  if (recordId !== undefined && !isId(recordId)) throw refusal('recordId', 'must be an id');
  return { resource: textOf(query, 'resource'), recordId, page: readPageQuery(query) };
}

export function refusal(field: string, message: string): BadRequestError {
  return new BadRequestError(`${field} ${message}`, { details: [{ field, message }] });
}

function textOf(query: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = query[name];
  if (value === undefined || typeof value === 'string') return value;
  throw refusal(name, 'must be given once, as text');
}
