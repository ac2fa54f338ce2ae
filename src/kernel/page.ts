/** A page of a list as the wire shows it; page facts are absent in cursor mode unless asked for. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly page?: number;
  readonly pageSize: number;
  readonly totalCount?: number;
  readonly totalPages?: number;
  readonly totalCountCapped?: boolean;
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly nextCursor: string | null;
}
