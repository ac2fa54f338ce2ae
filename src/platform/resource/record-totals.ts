/** How many records of a table are not deleted, as SQL: what an unfiltered list says as its total. */
export function liveCount(table: string): string {
  return `SELECT count(*) FROM "${table}" WHERE "deleted_at" IS NULL`;
}
