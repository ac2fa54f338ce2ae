import type { Page } from '../../../kernel/page.js';
import type { ListRow } from './list-query-builder.js';
import type { ListRequest } from './list-request.js';

type PageFacts = Pick<Page<unknown>, 'page' | 'pageSize' | 'totalCount' | 'totalPages' | 'totalCountCapped'>;
type Neighbours = Pick<Page<unknown>, 'hasNextPage' | 'hasPreviousPage' | 'nextCursor'>;

/** @param total undefined where it was not asked for */
export function pageFacts(request: ListRequest, total: number | undefined, capped: boolean): PageFacts {
  const { mode, pageSize } = request;
  return {
    ...(mode.kind === 'page' ? { page: mode.page } : {}),
    pageSize,
    ...(total === undefined ? {} : { totalCount: total, totalPages: Math.ceil(total / pageSize) }),
    ...(capped ? { totalCountCapped: true } : {}),
  };
}

/**
 * What lies before and after a page.
 *
 * @param rows those of the page and, in cursor mode, the one after it
 * @param cursorAt the cursor of the page after a row
 */
export function neighboursOf(
  { mode, pageSize }: ListRequest,
  rows: readonly ListRow[],
  total: number | undefined,
  cursorAt: (row: ListRow) => string,
): Neighbours {
  const last = rows.slice(0, pageSize).at(-1);
  const hasNextPage =
    mode.kind === 'page' ? mode.page * pageSize < (total ?? 0) && last !== undefined : rows.length > pageSize;
  return {
    hasNextPage,
    hasPreviousPage: mode.kind === 'page' ? mode.page > 1 : mode.cursor !== undefined,
    nextCursor: hasNextPage && last !== undefined ? cursorAt(last) : null,
  };
}
