import { scopeCondition } from '../../access/record-scope.js';
import { currentAccess } from '../../context/request-context.js';
import { RECORD_TYPES } from '../../database/record-types.js';
import type { Statement } from '../../database/tenant-database.js';
import { isNamed } from '../lists/named-fields.js';
import type { RecordEntity } from '../record.entity.js';
import type { RecordFoundation } from '../record-foundation.js';
import type { RecordTable } from '../record-table.js';
import { textIn, textsOf } from '../search/record-texts.js';
import type { RecordView, ResourceDescriptor, TimelineOptions } from '../resource-descriptor.js';
import { scopeOn } from '../relations/record-within.js';
import { referencesOf } from '../relations/resource-references.js';
import { tellOfRead } from '../sensitive-reads.js';
import {
  type KeyedEntry,
  NOTHING,
  type TimelineRead,
  type TimelineSlice,
  type TimelineSource,
  type TimelineSubject,
} from './timeline-source.js';

const LONGEST_TITLE = 2_000;
const LONGEST_SUMMARY = 300;
/** What the name of the maker is called in rows; no property is called so. */
const MAKER = '$maker';

type Bind = (value: unknown) => string;
type Row<Entity> = Entity & { readonly [MAKER]: string | null };

/** The records of one type that name others, as entries of the timelines of those. */
export class LinkedTimeline<Entity extends RecordEntity> implements TimelineSource {
  readonly type: string;

  constructor(
    private readonly descriptor: ResourceDescriptor<Entity>,
    private readonly options: TimelineOptions<Entity>,
    private readonly table: RecordTable<Entity>,
    private readonly foundation: RecordFoundation,
    private readonly show: (row: Entity) => RecordView,
  ) {
    this.type = descriptor.name;
  }

  /** Adds those of a type that is told in timelines. @param show a record as the caller may see it */
  static join<Entity extends RecordEntity>(
    descriptor: ResourceDescriptor<Entity>,
    table: RecordTable<Entity>,
    foundation: RecordFoundation,
    show: (row: Entity) => RecordView,
  ): void {
    const { timeline, secondPath } = descriptor;
    if (timeline === undefined || secondPath !== undefined) return;
    foundation.registry.addTimelineSource(new LinkedTimeline(descriptor, timeline, table, foundation, show));
  }

  async read(subject: TimelineSubject, slice: TimelineSlice): Promise<TimelineRead> {
    const statement = this.statement(subject, slice);
    if (statement === undefined) return NOTHING;
    const rows = await this.foundation.database.query<Row<Entity>>(statement);
    const entries = rows.slice(0, slice.limit).map((row) => this.entry(row));
    const { descriptor, foundation } = this;
    if (descriptor.sensitive === true && entries.length > 0)
      await tellOfRead(foundation.audit, descriptor, { ids: entries.map(({ entry }) => entry.recordId) });
    return { entries, hasMore: rows.length > slice.limit };
  }

  /** Undefined where the reader may see none, or no record of the type names such a subject. */
  private statement(subject: TimelineSubject, { after, until, limit }: TimelineSlice): Statement | undefined {
    const { plural } = this.descriptor;
    const hidden = currentAccess().hiddenFields(plural);
    if (currentAccess().reach(`${plural}:read`) === undefined || isNamed(hidden, this.options.at))
      return undefined;
    const values: unknown[] = [];
    const bind: Bind = (value) => `$${values.push(value)}`;
    const ways = this.options.through
      .filter((field) => !isNamed(hidden, field))
      .flatMap((field) => this.way(field, subject, bind));
    if (ways.length === 0) return undefined;
    const at = this.table.column(this.options.at);
    const conditions = ['"deleted_at" IS NULL', `${at} IS NOT NULL`, `(${ways.join(' OR ')})`];
    if (after !== undefined)
      conditions.push(`(${at}, "id") < (${bind(after[0])}::timestamptz, ${bind(after[1])}::uuid)`);
    if (until !== undefined) conditions.push(`${at} <= ${bind(until)}`);
    const scope = scopeOn(this.descriptor, 'read', this.foundation.registry);
    if (scope !== undefined) conditions.push(scopeCondition('"owner_id"', scope, bind));
    const maker = `(SELECT m.name FROM members m WHERE m.id = "${this.table.table}"."created_by") AS "${MAKER}"`;
    const text = `SELECT ${this.table.selection}, ${maker} FROM "${this.table.table}" WHERE ${conditions.join(' AND ')}
      ORDER BY ${at} DESC, "id" DESC LIMIT ${bind(limit + 1)}`;
    return { text, values, types: RECORD_TYPES };
  }

  private way(field: string, { resource, id }: TimelineSubject, bind: Bind): string[] {
    const column = this.table.column(field);
    if (this.descriptor.within === true && field === 'recordId')
      return [`("resource" = ${bind(resource)} AND ${column} = ${bind(id)})`];
    const target = referencesOf(this.descriptor).find((reference) => reference.field === field);
    if (target === undefined) return [`${column} @> ${bind(JSON.stringify([{ resource, id }]))}::jsonb`];
    return target.resource === resource ? [`${column} = ${bind(id)}`] : [];
  }

  private entry(row: Row<Entity>): KeyedEntry {
    const view = this.show(row);
    const { at, kind, summary } = this.options;
    const occurredAt = String(Reflect.get(row, at));
    const [title = null] = textsOf(this.descriptor, view);
    const [text = null] = textIn(view, summary);
    return {
      key: [occurredAt, row.id],
      entry: {
        id: row.id,
        type: this.type,
        occurredAt,
        resource: this.type,
        recordId: row.id,
        kind: textIn(view, kind)[0] ?? null,
        title: title?.slice(0, LONGEST_TITLE) ?? null,
        summary: text?.slice(0, LONGEST_SUMMARY) ?? null,
        event: null,
        version: null,
        changedFields: null,
        actorId: row.createdBy,
        actorName: row[MAKER],
      },
    };
  }
}
