import { badFilter } from '../../../platform/resource/lists/list-filters.js';
import type { ListSlice } from '../../../platform/resource/lists/list-slice.js';
import { type ExportFormat, readFormat } from './export-format.js';

type Members = Readonly<Record<string, unknown>>;

/** What is to be exported: a list, whole. Plain data. */
export interface ExportRequest {
  readonly format: ExportFormat;
  /** Whether a CSV file begins with the mark by which Excel knows UTF-8. */
  readonly byteOrderMark: boolean;
  readonly list: ListSlice['list'];
  /** Undefined for all. */
  readonly fields: readonly string[] | undefined;
}

/** Of lists, and no part of what a file is. */
const NOT_HERE = ['page', 'pageSize', 'limit', 'cursor', 'includeTotal', 'expand', 'envelope'] as const;

/** The query form. @throws {BadRequestError} 400 */
export function readExportQuery({ format, byteOrderMark = 'false', ...query }: Members): ExportRequest {
  refusePages(query);
  if (byteOrderMark !== 'true' && byteOrderMark !== 'false') throw notAFlag();
  const fields = typeof query['fields'] === 'string' ? query['fields'].split(',') : undefined;
  return { format: readFormat(format), byteOrderMark: byteOrderMark === 'true', list: { query }, fields };
}

/** The JSON form. @throws {BadRequestError} 400 */
export function readExportBody(given: unknown): ExportRequest {
  const members: unknown = given ?? {};
  if (typeof members !== 'object' || members === null || Array.isArray(members))
    throw badFilter('body', 'must be an object');
  const { format, byteOrderMark = false, ...body }: Members = { ...members };
  refusePages(body);
  if (typeof byteOrderMark !== 'boolean') throw notAFlag();
  const fields = Array.isArray(body['fields']) ? body['fields'].map(String) : undefined;
  return { format: readFormat(format), byteOrderMark, list: { body }, fields };
}

function notAFlag() {
  return badFilter('byteOrderMark', 'must be true or false');
}

function refusePages(given: Members): void {
  const page = NOT_HERE.find((name) => given[name] !== undefined);
  if (page !== undefined) throw badFilter(page, 'is not a parameter of an export');
}
