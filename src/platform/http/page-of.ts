import type { Type } from '@nestjs/common';
import type { Page } from '../../kernel/page.js';
import { BooleanField } from './fields/boolean.field.js';
import { IntegerField } from './fields/integer.field.js';
import { NestedField } from './fields/nested.field.js';
import { TextField } from './fields/text.field.js';
import { MAXIMUM_PAGE_SIZE } from './page-query.js';

const pages = new Map<Type<unknown>, Type<unknown>>();

/** The schema of a page of `item`: `LeadDto` → `LeadPage`. */
export function pageOf(item: Type<unknown>): Type<unknown> {
  const known = pages.get(item);
  if (known !== undefined) return known;
  class PageDto {
    @NestedField(() => item, { list: true, maxItems: MAXIMUM_PAGE_SIZE })
    items!: unknown[];

    @IntegerField({ optional: true, min: 1, description: 'Absent in cursor mode' })
    page?: number;

    @IntegerField({ min: 1 })
    pageSize!: number;

    @IntegerField({ optional: true, min: 0 })
    totalCount?: number;

    @IntegerField({ optional: true, min: 0 })
    totalPages?: number;

    @BooleanField({ optional: true, description: 'The count stopped at its cap: there are more' })
    totalCountCapped?: boolean;

    @BooleanField()
    hasNextPage!: boolean;

    @BooleanField()
    hasPreviousPage!: boolean;

    @TextField({ max: 2_000, nullable: true, description: 'Where the next page begins, in cursor mode' })
    nextCursor!: string | null;
  }
  Object.defineProperty(PageDto, 'name', { value: `${item.name.replace(/Dto$/, '')}Page` });
  pages.set(item, PageDto);
  return PageDto;
}

/** A numbered page of a plain list. */
export function numberedPage<Item>(
  items: readonly Item[],
  totalCount: number,
  { page, pageSize }: { page: number; pageSize: number },
): Page<Item> {
  const totalPages = Math.ceil(totalCount / pageSize);
  return {
    items,
    page,
    pageSize,
    totalCount,
    totalPages,
    hasNextPage: page < totalPages,
    hasPreviousPage: page > 1,
    nextCursor: null,
  };
}
