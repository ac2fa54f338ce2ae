import { BadRequestError } from '../../kernel/errors.js';
import type { QueryParameter } from './route-options.js';

const DEFAULT_PAGE_SIZE = 20;
export const MAXIMUM_PAGE_SIZE = 200;

/** As OpenAPI shows them. */
export const PAGE_PARAMETERS: readonly QueryParameter[] = [
  { name: 'page', description: 'From 1', schema: { type: 'integer', minimum: 1 } },
  {
    name: 'pageSize',
    description: `Default ${DEFAULT_PAGE_SIZE}`,
    schema: { type: 'integer', minimum: 1, maximum: MAXIMUM_PAGE_SIZE },
  },
];

/** The page of a plain list (no filters): `page` from 1, `pageSize` from 1 to 200. */
export interface PageQuery {
  readonly page: number;
  readonly pageSize: number;
}

/** @throws {BadRequestError} */
export function readPageQuery(query: Readonly<Record<string, unknown>>): PageQuery {
  return {
    page: readWhole(query['page'], 'page', 1, 1_000_000),
    pageSize: readWhole(query['pageSize'], 'pageSize', DEFAULT_PAGE_SIZE, MAXIMUM_PAGE_SIZE),
  };
}

function readWhole(value: unknown, field: string, fallback: number, maximum: number): number {
  if (value === undefined) return fallback;
  const number = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : 0;
  if (number < 1 || number > maximum) {
    const message = `must be a whole number from 1 to ${maximum}`;
    throw new BadRequestError(`${field} ${message}`, { details: [{ field, message }] });
  }
  return number;
}
