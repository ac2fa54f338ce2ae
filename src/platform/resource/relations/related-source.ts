import type { FieldMap } from '../lists/list-fields.js';

/** What records may point at with a field that holds an id: another record type, or members. */
export interface RelatedSource {
  /** Root of its permissions and field rules: `companies`, `users`. */
  readonly plural: string;
  readonly table: string;
  /** Whether its rows have owners and can be deleted. */
  readonly isRecord: boolean;
  /** What lists may filter by, besides fields that tenants have added. */
  readonly fields: FieldMap;
  /**
   * Those of the ids that exist and that the caller reaches, by id, as the caller may see them; one query.
   * @throws {PermissionDeniedError}
   */
  views(ids: readonly string[]): Promise<ReadonlyMap<string, RelatedView>>;
}

export type RelatedView = Readonly<Record<string, unknown>>;
