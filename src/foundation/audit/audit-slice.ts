import { firstIdOf } from '../../kernel/identifiers.js';
import { compileFilter } from '../../platform/resource/lists/list-filters.js';
import type { AuditCondition } from './audit-condition.js';
import type { AuditRow, AuditSource } from './audit-source.js';

/** Rows of each source that one slice looks at, at most: what bounds the cost of a filter without an index. */
export const LOOKED_AT = 50_000;
/** Milliseconds by which the time in an id and the entry's own time may differ. */
const ID_SLACK = 60_000;
const RANGES = new Set(['gt', 'gte', 'lt', 'lte', 'between']);

/** Where and how the statements of one log run. */
export interface AuditLedger {
  readonly sources: readonly AuditSource[];
  /** Whether the database has the names of members. */
  readonly named: boolean;
  run<Row extends Record<string, unknown>>(statement: { text: string; values: unknown[] }): Promise<Row[]>;
}

export interface SliceRequest {
  readonly conditions: readonly AuditCondition[];
  /** Only entries older than this one. */
  readonly before: string | undefined;
  readonly limit: number;
}

export interface Slice {
  readonly rows: readonly AuditRow[];
  /** The next slice is `before` this id; undefined when there is none. */
  readonly next: string | undefined;
}

/** The conditions of one source: those that an index serves bound what is looked at, the others are tried on it. */
interface CompiledSource {
  readonly source: AuditSource;
  readonly looked: string;
  readonly kept: string | undefined;
}

/**
 * The next entries, newest first: ids are UUID v7, so their order is that of time. A slice may hold fewer entries than
 * asked for, even none, and still have a next one: then it has looked at as many as one request may.
 */
export async function readSlice(ledger: AuditLedger, request: SliceRequest): Promise<Slice> {
  const { limit } = request;
  const values: unknown[] = [];
  const compiled = ledger.sources.map((source) => compile(source, request, values));
  if (compiled.length === 0) return { rows: [], next: undefined };
  const rows = await ledger.run<AuditRow & Record<string, unknown>>(
    entriesStatement(ledger, compiled, values, limit + 1),
  );
  const seen = await horizon(ledger, request);
  const reached = seen === undefined ? rows : rows.filter(({ id }) => id >= seen);
  if (reached.length > limit) return { rows: reached.slice(0, limit), next: reached[limit - 1]?.id };
  return { rows: reached, next: seen };
}

function entriesStatement(
  { named }: AuditLedger,
  compiled: readonly CompiledSource[],
  values: readonly unknown[],
  limit: number,
): { text: string; values: unknown[] } {
  const parts = compiled.map(
    ({ source, looked, kept = 'true' }) =>
      `(SELECT ${source.selection} FROM (SELECT * FROM ${source.table} WHERE ${looked} ORDER BY id DESC
        LIMIT ${LOOKED_AT}) AS looked WHERE ${kept} ORDER BY id DESC LIMIT ${limit})`,
  );
  const entries = `(${parts.join(' UNION ALL ')}) AS entry`;
  const from = named ? `${entries} LEFT JOIN members ON members.id = entry."actorId"` : entries;
  const name = named ? ', members.name AS "actorName"' : '';
  return {
    text: `SELECT entry.*${name} FROM ${from} ORDER BY entry.id DESC LIMIT ${limit}`,
    values: [...values],
  };
}

/**
 * How far back every source has been looked at, when one of them holds more than may be looked at: what the others
 * hold beyond it waits for the next slice, so that nothing is passed over.
 */
async function horizon(ledger: AuditLedger, request: SliceRequest): Promise<string | undefined> {
  const values: unknown[] = [];
  const ends = ledger.sources.flatMap((source) => {
    // Without a condition that rows can fail, no source is left before the slice is full.
    if (!request.conditions.some((condition) => isTried(source, condition))) return [];
    const { looked } = compile(source, { ...request, conditions: lookedUp(source, request) }, values);
    return [
      `(SELECT id FROM ${source.table} WHERE ${looked} ORDER BY id DESC OFFSET ${LOOKED_AT - 1} LIMIT 1)`,
    ];
  });
  if (ends.length === 0) return undefined;
  const rows = await ledger.run<{ id: string }>({ text: ends.join(' UNION ALL '), values });
  return rows
    .map(({ id }) => id)
    .sort()
    .at(-1);
}

function lookedUp(source: AuditSource, { conditions }: SliceRequest): AuditCondition[] {
  return conditions.filter((condition) => !isTried(source, condition));
}

function isTried({ indexed }: AuditSource, { field, operator, values }: AuditCondition): boolean {
  const isLookedUp = operator === 'eq' ? values.length === 1 : field === 'occurredAt' && RANGES.has(operator);
  return !indexed.has(field) || !isLookedUp;
}

function compile(source: AuditSource, request: SliceRequest, values: unknown[]): CompiledSource {
  const place = (value: unknown): string => `$${values.push(value)}`;
  const looked: string[] = [];
  const kept: string[] = [];
  if (request.before !== undefined) looked.push(`id < ${place(request.before)}`);
  for (const condition of request.conditions) {
    const column = source.columns[condition.field];
    if (column === undefined) throw new TypeError(`${source.table} has no filter ${condition.field}`);
    const text = compileFilter(column, condition.operator, condition.values, place);
    (isTried(source, condition) ? kept : looked).push(text);
    if (condition.field === 'occurredAt') looked.push(...idBounds(condition, place));
  }
  return {
    source,
    looked: looked.join(' AND ') || 'true',
    kept: kept.length === 0 ? undefined : kept.join(' AND '),
  };
}

/** A condition on the time as one on the id, which has the index. */
function idBounds({ operator, values }: AuditCondition, place: (value: unknown) => string): string[] {
  const [first = Number.NaN, last = Number.NaN] = values.map((value) => Date.parse(String(value)));
  const since = (time: number) => `id >= ${place(firstIdOf(time - ID_SLACK))}`;
  const until = (time: number) => `id < ${place(firstIdOf(time + ID_SLACK))}`;
  switch (operator) {
    case 'gt':
    case 'gte':
      return [since(first)];
    case 'lt':
    case 'lte':
      return [until(first)];
    case 'between':
      return [since(first), until(last)];
    case 'eq':
      return values.length === 1 ? [since(first), until(first)] : [];
    default:
      return [];
  }
}
