import type { Page } from '../../../kernel/page.js';
import { currentTenant } from '../../context/request-context.js';
import { ListDates } from './list-dates.js';
import { declaredFields, ListFields } from './list-fields.js';
import { badFilter } from './list-filters.js';
import { neighboursOf, pageFacts } from './list-page.js';
import type { ListPolicy } from './list-policy.js';
import { ListQueryBuilder } from './list-query-builder.js';
import { ListReader } from './list-reader.js';
import { checkRequest, type ListRequest, needsOf } from './list-request.js';
import type { ListSyntax } from './list-syntax.js';
import type { BoundRelation } from './list-tree.js';
import type { PlainTable } from './plain-table.js';
import type { RecordFoundation } from '../record-foundation.js';

export interface PlainListParts {
  readonly table: PlainTable;
  readonly policy: ListPolicy;
  /** Ways to other tables, by the name that conditions give them. */
  readonly relations?: ReadonlyMap<string, BoundRelation>;
}

export type PlainRow = Readonly<Record<string, unknown>> & { readonly id: string };

const NO_DATES = new ListDates('UTC');

/** Lists of what is no record, in the grammar of the lists of records: numbered pages with a count, or cursors. */
export class PlainLists {
  private readonly queries: ListQueryBuilder;
  private readonly reader: ListReader;
  private readonly fields: ListFields;

  constructor(
    private readonly parts: PlainListParts,
    private readonly foundation: Pick<RecordFoundation, 'database' | 'cursors' | 'clock' | 'calendar'>,
  ) {
    const { table, policy } = parts;
    this.queries = new ListQueryBuilder(table, policy, table.selection);
    this.reader = new ListReader(this.queries, foundation.database);
    this.fields = new ListFields(declaredFields(policy, table), new Map(), new Set());
  }

  /** @throws {BadRequestError} naming the parameter, field or operator that is not allowed */
  async list(syntax: ListSyntax): Promise<Page<PlainRow>> {
    const shown = this.shownFields(syntax);
    if (syntax.view !== undefined) throw badFilter('view', 'is not a parameter of this list');
    if (syntax.expand.length > 0) throw badFilter('expand', 'is not a parameter of this list');
    const fingerprint = this.fingerprint(syntax);
    const cursor = syntax.mode.kind === 'cursor' ? syntax.mode.cursor : undefined;
    const position = cursor === undefined ? undefined : this.foundation.cursors.decode(cursor, fingerprint);
    const now = needsOf(syntax).calendar
      ? (position?.now ?? this.foundation.clock.milliseconds())
      : undefined;
    const request = await this.check(syntax, now);
    const { rows, total, isCapped } = await this.reader.find(request, undefined, position);
    const { includeTotal } = request;
    return {
      ...pageFacts(request, includeTotal ? total : undefined, includeTotal && isCapped),
      ...neighboursOf(request, rows, total, (row) =>
        this.foundation.cursors.encode({ ...this.queries.positionOf(row, request), now }, fingerprint),
      ),
      items: rows
        .slice(0, request.pageSize)
        .map((row) => pick(this.queries.recordOf({ ...row }, request), row.id, shown)),
    };
  }

  private async check(syntax: ListSyntax, now: number | undefined): Promise<ListRequest> {
    const { policy, relations = new Map() } = this.parts;
    const dates =
      now === undefined ? NO_DATES : new ListDates(await this.foundation.calendar.timeZone(), new Date(now));
    return checkRequest(syntax, policy, { fields: this.fields, relations }, new Set(), dates);
  }

  private shownFields({ fields }: ListSyntax): ReadonlySet<string> | undefined {
    const { properties } = this.parts.table;
    const unknown = fields?.find((field) => !properties.includes(field));
    if (unknown !== undefined) throw badFilter('fields', `has ${unknown}, which is no field of this list`);
    return fields && new Set(fields);
  }

  private fingerprint({ filter, sort, defaultOrder }: ListSyntax): string {
    const { table } = this.parts.table;
    return JSON.stringify([currentTenant().id, table, filter, sort, defaultOrder]);
  }
}

function pick(
  row: Readonly<Record<string, unknown>>,
  id: string,
  shown: ReadonlySet<string> | undefined,
): PlainRow {
  if (shown === undefined) return { ...row, id };
  return { ...Object.fromEntries(Object.entries(row).filter(([field]) => shown.has(field))), id };
}
