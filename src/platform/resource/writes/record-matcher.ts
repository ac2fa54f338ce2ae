import { currentAccess } from '../../context/request-context.js';
import type { Statement } from '../../database/tenant-database.js';
import { checkFilter } from '../lists/list-conditions.js';
import { ListDates } from '../lists/list-dates.js';
import { isCustom } from '../lists/list-fields.js';
import { needsOf } from '../lists/list-request.js';
import { readFilterBody } from '../lists/list-search-body.js';
import { compileTree } from '../lists/list-sql.js';
import type { FilterTree } from '../lists/list-tree.js';
import { CUSTOM_FIELDS } from './record-changes.js';
import type { RecordEntity } from '../record.entity.js';
import type { RecordFoundation } from '../record-foundation.js';
import type { RecordNames } from '../record-names.js';
import type { RecordSnapshot } from '../record-snapshot.js';
import type { RecordTable } from '../record-table.js';

const NO_DATES = new ListDates('UTC');
/** The place of a snapshot among those that were given, from 1. */
const PLACE = '"ordinality"';

/**
 * Tells of which records, as they were, a filter is true: by the SQL of lists, over rows made of the snapshots. What
 * the records point at (`company.industry`) is asked as it is now, within the caller's reach.
 */
export class RecordMatcher<Entity extends RecordEntity> {
  constructor(
    private readonly plural: string,
    private readonly table: RecordTable<Entity>,
    private readonly names: RecordNames<Entity>,
    private readonly foundation: Pick<RecordFoundation, 'database' | 'clock' | 'calendar'>,
  ) {}

  /** @throws {BadRequestError} for what lists refuse the caller · {PermissionDeniedError} for a relation */
  async matching(filter: unknown, snapshots: readonly RecordSnapshot[]): Promise<readonly boolean[]> {
    const tree = await this.check(filter);
    if (snapshots.length === 0) return [];
    const rows = await this.foundation.database.query<{ place: number }>(this.statement(tree, snapshots));
    const places = new Set(rows.map(({ place }) => place));
    return snapshots.map((_snapshot, index) => places.has(index + 1));
  }

  private async check(filter: unknown): Promise<FilterTree> {
    const syntax = readFilterBody(filter);
    const needs = needsOf({ filter: syntax, sort: [] });
    const names = await this.names.find(needs, currentAccess().hiddenFields(this.plural));
    const { calendar, clock } = this.foundation;
    const dates = needs.calendar ? new ListDates(await calendar.timeZone(), clock.now()) : NO_DATES;
    return checkFilter(syntax, names, { isText: false, dates });
  }

  /** Only what the filter looks at becomes a row: the rest of a snapshot may be large. */
  private statement(tree: FilterTree, snapshots: readonly RecordSnapshot[]): Statement {
    const { table } = this.table;
    const columns = this.table.columns.filter(({ property }) => propertiesOf(tree).has(property));
    const rows = snapshots.map((snapshot) =>
      Object.fromEntries(columns.map(({ column, property }) => [column, snapshot[property] ?? null])),
    );
    const values: unknown[] = [JSON.stringify(rows)];
    const condition = compileTree(tree, `"${table}"`, (value) => `$${values.push(value)}`);
    const source = `jsonb_populate_recordset(NULL::"${table}", $1::jsonb) WITH ORDINALITY AS "${table}"`;
    return { text: `SELECT ${PLACE}::integer AS place FROM ${source} WHERE ${condition}`, values };
  }
}

function propertiesOf(tree: FilterTree): Set<string> {
  switch (tree.kind) {
    case 'all':
    case 'any':
      return new Set(tree.of.flatMap((part) => [...propertiesOf(part)]));
    case 'not':
      return propertiesOf(tree.of);
    case 'related':
      return new Set([tree.relation.property]);
    case 'condition':
      return new Set([isCustom(tree.field.name) ? CUSTOM_FIELDS : tree.field.name]);
  }
}
