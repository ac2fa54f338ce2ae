import { DuplicateError } from '../../../kernel/errors.js';
import { scopeCondition } from '../../access/record-scope.js';
import { currentAccess, currentContext } from '../../context/request-context.js';
import { isNamed } from '../lists/named-fields.js';
import type { RecordEntity } from '../record.entity.js';
import type { RecordFoundation } from '../record-foundation.js';
import type { RecordTable } from '../record-table.js';
import { scopeOn } from '../relations/record-within.js';
import type { RecordWrite } from '../writes/record-write.js';
import type { ResourceDescriptor } from '../resource-descriptor.js';
import { titleOf } from '../resource-names.js';
import { DuplicateFields } from './duplicate-fields.js';
import type { DuplicateRule } from './duplicate-rule.js';
import { keySql, sameSql } from './duplicate-sql.js';

/** Locks that one call takes at most for a rule: more keys share them, for the server's table of locks is bounded. */
const BUCKETS = 64;
/** How many others an answer names. */
const MOST_NAMED = 10;

interface Found {
  readonly [column: string]: unknown;
  readonly place: number;
  readonly ids: string[] | null;
  readonly isTaken: boolean;
}

/** Refuses new records that a rule of the tenant finds to be there already. */
export class DuplicateGuard<Entity extends RecordEntity> {
  private readonly fields: DuplicateFields;

  constructor(
    private readonly descriptor: ResourceDescriptor<Entity>,
    private readonly foundation: RecordFoundation,
    private readonly table: RecordTable<Entity>,
  ) {
    this.fields = new DuplicateFields(descriptor.duplicates);
  }

  /** Whether a new record is to be compared, which takes a transaction. */
  async blocks(): Promise<boolean> {
    return (await this.rules()).length > 0;
  }

  /** For all new records of a call: a handful of statements a rule, however many they are. Needs a transaction. */
  async refuse(writes: readonly RecordWrite<Entity>[]): Promise<void> {
    const created = writes.filter(({ verb, refused }) => verb === 'created' && refused === undefined);
    if (created.length === 0) return;
    for (const rule of await this.rules()) {
      const keys = await this.hold(rule, created);
      for (const { place, ids, isTaken } of isAny(keys) ? await this.find(rule, created) : [])
        if (isTaken) created[place]?.refuse(this.error(rule, ids ?? []));
      this.refuseTwins(rule, created, keys);
    }
  }

  private async rules(): Promise<readonly DuplicateRule[]> {
    const { duplicates, plural } = this.descriptor;
    if (duplicates === undefined || currentContext().allowsDuplicates === true) return [];
    const rules = await this.foundation.duplicateRules.of(plural);
    const isKnown = ({ conditions }: DuplicateRule) =>
      conditions.every(({ field }) => this.fields.find(field) !== undefined);
    return rules.filter((rule) => rule.isBlocking && isKnown(rule));
  }

  /**
   * Of two calls with the same new keys one waits until the other has ended, and then finds what it has made.
   *
   * @returns the keys by place; null for a record that the rule does not concern
   */
  private async hold(
    { id, conditions }: DuplicateRule,
    writes: readonly RecordWrite<Entity>[],
  ): Promise<readonly (string | null)[]> {
    const given = this.given(conditions, writes);
    const keys = conditions.map(({ field }) => keySql(this.fields.kindOf(field), `given."${field}"`));
    const whole = `jsonb_build_array(${keys.join(', ')})::text`;
    const key = `CASE WHEN ${keys.map((one) => `${one} IS NOT NULL`).join(' AND ')} THEN ${whole} END`;
    const rows = await this.foundation.database.query<{ key: string | null }>({
      text: `SELECT ${key} AS key FROM ${given.source} ORDER BY place`,
      values: given.values,
    });
    const found = rows.map((row) => row.key);
    if (!isAny(found)) return found;
    await this.foundation.database.query({
      text: `SELECT pg_advisory_xact_lock(hashtext($1), bucket) FROM (
        SELECT DISTINCT (hashtextextended(key, 0) & ${BUCKETS - 1})::integer AS bucket FROM unnest($2::text[]) AS key
        WHERE key IS NOT NULL ORDER BY bucket) AS buckets`,
      values: [`duplicates ${id}`, found],
    });
    return found;
  }

  /** Who is refused is told of those others alone that they may read, and by fields that they may see. */
  private find(
    { conditions }: DuplicateRule,
    writes: readonly RecordWrite<Entity>[],
  ): Promise<readonly Found[]> {
    const { plural } = this.descriptor;
    const { source, values } = this.given(conditions, writes);
    const same = conditions.map((condition) =>
      sameSql(
        this.fields.kindOf(condition.field),
        condition,
        `given."${condition.field}"`,
        `other.${this.table.column(condition.field)}`,
      ),
    );
    const hidden = currentAccess().hiddenFields(plural);
    const mayRead =
      currentAccess().reach(`${plural}:read`) !== undefined &&
      !conditions.some(({ field }) => isNamed(hidden, field));
    const scope = mayRead ? scopeOn(this.descriptor, 'read', this.foundation.registry) : undefined;
    const reached =
      scope === undefined
        ? String(mayRead)
        : scopeCondition('other."owner_id"', scope, (value) => `$${values.push(value)}`);
    return this.foundation.database.query<Found>({
      text: `SELECT place, count(others.id) > 0 AS "isTaken", array_agg(others.id) FILTER (WHERE others.reached) AS ids
        FROM ${source} CROSS JOIN LATERAL (SELECT other.id, ${reached} AS reached FROM "${this.table.table}" AS other
          WHERE other.deleted_at IS NULL AND ${same.join(' AND ')} LIMIT ${MOST_NAMED}) AS others
        GROUP BY place`,
      values,
    });
  }

  private refuseTwins(
    rule: DuplicateRule,
    writes: readonly RecordWrite<Entity>[],
    keys: readonly (string | null)[],
  ): void {
    const seen = new Set<string>();
    for (const [place, write] of writes.entries()) {
      const key = keys[place] ?? null;
      if (key === null || write.refused !== undefined) continue;
      if (seen.has(key)) write.refuse(this.error(rule, []));
      seen.add(key);
    }
  }

  /** The values of the new records, a row each, numbered from 0. */
  private given(
    conditions: DuplicateRule['conditions'],
    writes: readonly RecordWrite<Entity>[],
  ): { readonly source: string; readonly values: unknown[] } {
    const columns = conditions.map(({ field }) =>
      writes.map(({ after }): unknown => after[field as keyof Entity]),
    );
    const types = conditions.map(({ field }, index) => {
      return `$${index + 1}::${this.fields.kindOf(field) === 'id' ? 'uuid' : 'text'}[]`;
    });
    const names = conditions.map(({ field }) => `"${field}"`);
    const source = `(SELECT *, (row_number - 1)::integer AS place FROM ROWS FROM (unnest(${types.join(', ')}))
      WITH ORDINALITY AS rows (${names.join(', ')}, row_number)) AS given`;
    return { source, values: columns };
  }

  private error({ name, conditions }: DuplicateRule, recordIds: readonly string[]): DuplicateError {
    const details = conditions.map(({ field }) => {
      return { field, message: `is that of another ${this.descriptor.name}`, recordIds };
    });
    return new DuplicateError(`${titleOf(this.descriptor)} is there already, by the rule ${name}`, {
      details,
    });
  }
}

function isAny(keys: readonly (string | null)[]): boolean {
  return keys.some((key) => key !== null);
}
