import type { Page } from '../../../kernel/page.js';
import { scopeCondition } from '../../access/record-scope.js';
import { currentAccess, currentTenant } from '../../context/request-context.js';
import { RECORD_TYPES } from '../../database/record-types.js';
import { type ListQuery, queryReader } from '../lists/list-query.js';
import { readPage } from '../lists/list-syntax.js';
import { isNamed } from '../lists/named-fields.js';
import type { RecordEntity } from '../record.entity.js';
import type { RecordFoundation } from '../record-foundation.js';
import type { RecordTable } from '../record-table.js';
import { scopeOn } from '../relations/record-within.js';
import type { RecordView, ResourceDescriptor } from '../resource-descriptor.js';
import { DuplicateFields } from './duplicate-fields.js';
import type { DuplicateRule } from './duplicate-rule.js';
import { sameSql, scoreSql } from './duplicate-sql.js';

/** How many records one page looks at: one without duplicates among them is empty. */
const LOOKED_AT = 500;
/** How many others of one record a rule finds. */
const MOST_OTHERS = 20;
/** Statements over many records are data processing. */
const ALLOW_TIME = { text: "SET LOCAL statement_timeout = '15s'" };

type Rule = Pick<DuplicateRule, 'name' | 'conditions'>;
type Bind = (value: unknown) => string;

interface Pair {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly otherId: string;
  readonly rule: number;
  readonly score: number;
}

/** A record with others that are the same by a rule. */
export interface DuplicateGroup {
  /** The oldest of them. */
  readonly record: RecordView;
  /** Of the match that is most the same, from 0 to 1. */
  readonly score: number;
  readonly matches: readonly DuplicateFinding[];
}

export interface DuplicateFinding {
  readonly record: RecordView;
  readonly score: number;
  /** Names of the rules by which it is the same. */
  readonly rules: readonly string[];
}

/** Finds what is there twice, among the records that the caller reaches and by the fields that they see. */
export class DuplicateScan<Entity extends RecordEntity> {
  private readonly fields: DuplicateFields;

  constructor(
    private readonly descriptor: ResourceDescriptor<Entity>,
    private readonly foundation: RecordFoundation,
    private readonly table: RecordTable<Entity>,
    private readonly view: (row: Entity) => RecordView,
  ) {
    this.fields = new DuplicateFields(descriptor.duplicates);
  }

  /**
   * The groups in the order of their oldest records, a cursor at a time; each only once for a rule.
   *
   * @param query `limit` and `cursor`
   * @throws {BadRequestError} 400 · {PermissionDeniedError} 403
   */
  async list(query: ListQuery): Promise<Page<DuplicateGroup>> {
    const { mode, pageSize } = readPage(queryReader(query));
    const cursor = mode.kind === 'cursor' ? mode.cursor : undefined;
    const after = cursor && this.foundation.cursors.decode(cursor, this.fingerprint()).id;
    const rules = await this.rules();
    return this.foundation.database.transaction(async () => {
      await this.foundation.database.execute(ALLOW_TIME);
      const ids = rules.length === 0 ? [] : await this.next(after);
      const pairs = ids.length === 0 ? [] : await this.pairs(rules, ids);
      const found = [...new Set(pairs.map(({ id }) => id))].sort();
      const kept = found.slice(0, pageSize);
      const isCut = found.length > kept.length;
      const last = isCut ? kept.at(-1) : ids.length === LOOKED_AT ? ids.at(-1) : undefined;
      return {
        items: await this.groups(kept, pairs, rules),
        pageSize,
        hasNextPage: last !== undefined,
        hasPreviousPage: after !== undefined,
        nextCursor:
          last === undefined
            ? null
            : this.foundation.cursors.encode({ values: [], id: last }, this.fingerprint()),
      };
    });
  }

  private async rules(): Promise<readonly Rule[]> {
    const { plural, duplicates } = this.descriptor;
    const own = await this.foundation.duplicateRules.of(plural);
    const hidden = currentAccess().hiddenFields(plural);
    const isUsable = ({ conditions }: Rule) =>
      conditions.every(({ field }) => this.fields.find(field) !== undefined && !isNamed(hidden, field));
    return (own.length > 0 ? own : (duplicates?.rules ?? [])).filter(isUsable);
  }

  private async next(after: string | undefined): Promise<string[]> {
    const values: unknown[] = [];
    const bind: Bind = (value) => `$${values.push(value)}`;
    const beyond = after === undefined ? '' : ` AND id > ${bind(after)}`;
    const text = `SELECT id FROM "${this.table.table}" WHERE deleted_at IS NULL${beyond}${this.reached('"owner_id"', bind)}
      ORDER BY id LIMIT ${LOOKED_AT}`;
    const rows = await this.foundation.database.query<{ id: string }>({ text, values });
    return rows.map(({ id }) => id);
  }

  /** Of each rule the records that are the oldest of their kind, with the others. */
  private pairs(rules: readonly Rule[], ids: readonly string[]): Promise<Pair[]> {
    const values: unknown[] = [ids];
    const bind: Bind = (value) => `$${values.push(value)}`;
    const parts = rules.map((rule, index) => this.pairsOf(rule, index, bind));
    return this.foundation.database.query<Pair>({ text: parts.join(' UNION ALL '), values });
  }

  private pairsOf({ conditions }: Rule, index: number, bind: Bind): string {
    const column = (alias: string, field: string) => `${alias}.${this.table.column(field)}`;
    const same = conditions.map((condition) => {
      const { field } = condition;
      return sameSql(this.fields.kindOf(field), condition, column('one', field), column('other', field));
    });
    const scores = conditions.map((condition) => {
      const { field } = condition;
      return scoreSql(this.fields.kindOf(field), condition, column('one', field), column('other', field));
    });
    const others = `FROM "${this.table.table}" AS other WHERE other.deleted_at IS NULL AND ${same.join(' AND ')}`;
    const [older, younger] = [this.reached('other."owner_id"', bind), this.reached('other."owner_id"', bind)];
    return `(SELECT one.id, found.id AS "otherId", ${index} AS rule, found.score
      FROM "${this.table.table}" AS one CROSS JOIN LATERAL (
        SELECT other.id, (${scores.join(' + ')})::float8 / ${scores.length} AS score ${others} AND other.id > one.id${younger}
        LIMIT ${MOST_OTHERS}) AS found
      WHERE one.id = ANY ($1::uuid[]) AND one.deleted_at IS NULL
        AND NOT EXISTS (SELECT 1 ${others} AND other.id < one.id${older}))`;
  }

  private async groups(
    ids: readonly string[],
    pairs: readonly Pair[],
    rules: readonly Rule[],
  ): Promise<DuplicateGroup[]> {
    const shown = pairs.filter(({ id }) => ids.includes(id));
    const rows = await this.foundation.database.query<Entity>({
      text: `SELECT ${this.table.selection} FROM "${this.table.table}" WHERE id = ANY ($1::uuid[])`,
      values: [[...new Set(shown.flatMap(({ id, otherId }) => [id, otherId]))]],
      types: RECORD_TYPES,
    });
    const views = new Map(rows.map((row) => [row.id, this.view(row)]));
    return ids.flatMap((id): DuplicateGroup[] => {
      const record = views.get(id);
      const matches = findingsOf(
        shown.filter((pair) => pair.id === id),
        views,
        rules,
      );
      const score = Math.max(...matches.map((match) => match.score));
      return record === undefined || matches.length === 0 ? [] : [{ record, score, matches }];
    });
  }

  private reached(owner: string, bind: Bind): string {
    const scope = scopeOn(this.descriptor, 'read', this.foundation.registry);
    return scope === undefined ? '' : ` AND ${scopeCondition(owner, scope, bind)}`;
  }

  private fingerprint(): string {
    return JSON.stringify([currentTenant().id, this.descriptor.plural, 'duplicates']);
  }
}

/** One for each other record, the most alike first. */
function findingsOf(
  pairs: readonly Pair[],
  views: ReadonlyMap<string, RecordView>,
  rules: readonly Rule[],
): DuplicateFinding[] {
  const others = [...new Set(pairs.map(({ otherId }) => otherId))];
  const findings = others.flatMap((otherId): DuplicateFinding[] => {
    const record = views.get(otherId);
    const own = pairs.filter((pair) => pair.otherId === otherId);
    const score = Math.round(1e4 * Math.max(...own.map((pair) => pair.score))) / 1e4;
    return record === undefined
      ? []
      : [{ record, score, rules: own.map(({ rule }) => rules[rule]?.name ?? '') }];
  });
  return findings.sort((one, other) => other.score - one.score || (one.record.id < other.record.id ? -1 : 1));
}
