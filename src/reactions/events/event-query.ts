import { BadRequestError } from '../../kernel/errors.js';
import { isId } from '../../kernel/identifiers.js';
import { fieldNames } from '../../platform/http/fields/field-names.js';
import type { QueryParameter } from '../../platform/http/route-options.js';
import type { FilterScope } from '../../platform/resource/events/event-filters.js';
import { covers, type EventSource, typesOf } from '../../platform/resource/events/event-source.js';
import type { ResourceRegistry } from '../../platform/resource/resource-registry.js';

const DEFAULT_LIMIT = 100;
const MOST = 1_000;
const LONGEST_WAIT = 25;
/** Digits of the largest position that a number can hold exactly. */
const POSITION = /^\d{1,15}$/;

export const FIELDS_PARAMETER: QueryParameter = {
  name: 'fields',
  description: 'Only these fields of the record and of its previous values, separated by commas',
};

/** As OpenAPI shows them. */
export const EVENT_PARAMETERS: readonly QueryParameter[] = [
  {
    name: 'after',
    description:
      'Only what comes after this position: `after` of the last answer. Without it from the beginning; `now` from the end',
  },
  {
    name: 'limit',
    description: `Default ${DEFAULT_LIMIT}`,
    schema: { type: 'integer', minimum: 1, maximum: MOST },
  },
  {
    name: 'wait',
    description: 'Seconds to wait for the next event when there is none yet; default 0',
    schema: { type: 'integer', minimum: 0, maximum: LONGEST_WAIT },
  },
  { name: 'types', description: 'Only these, separated by commas: `lead.created`, `lead.*`' },
  { name: 'resource', description: 'Only events of this: `lead`' },
  { name: 'recordId', description: 'Only events of this record' },
  {
    name: 'filter',
    description:
      'Only events of records of which it is true as they were after the event: as JSON, in the form that `filter` of a ' +
      'webhook and of `POST /search` has, `{"field":"status","value":"Qualified"}`. It must be one for every kind of record ' +
      'that `resource` and `types` name; where they name none, for one kind at least: events of others are left out',
  },
  FIELDS_PARAMETER,
];

type Query = Readonly<Record<string, unknown>>;

export interface FeedFilter {
  /** In the JSON form of lists, as it came. */
  readonly given: unknown;
  readonly scope: FilterScope;
}

export interface EventSelection {
  readonly sources: readonly EventSource[];
  readonly types: readonly string[];
  readonly recordId: string | undefined;
  readonly fields: ReadonlySet<string> | undefined;
  readonly filter: FeedFilter | undefined;
}

export interface EventQuery {
  /** Undefined for the beginning of what is kept. */
  readonly after: number | 'now' | undefined;
  readonly limit: number;
  readonly waitMilliseconds: number;
  readonly selection: EventSelection;
}

/** @throws {BadRequestError} naming the parameter */
export function readEventQuery(query: Query, registry: ResourceRegistry): EventQuery {
  return {
    after: readAfter(textOf(query, 'after')),
    limit: whole(query, 'limit', { least: 1, most: MOST, fallback: DEFAULT_LIMIT }),
    waitMilliseconds: 1_000 * whole(query, 'wait', { least: 0, most: LONGEST_WAIT, fallback: 0 }),
    selection: readSelection(query, registry),
  };
}

/** @throws {BadRequestError} for a field that none of the sources has */
export function readFields(query: Query, sources: readonly EventSource[]): ReadonlySet<string> | undefined {
  const fields = textOf(query, 'fields')?.split(',');
  const known = new Set(sources.flatMap(({ dto }) => [...fieldNames(dto), 'tenantId']));
  const unknown = fields?.find((field) => !known.has(field));
  if (unknown !== undefined) throw refusal('fields', `has ${unknown}, which is no field of these records`);
  return fields && new Set(fields);
}

function readSelection(query: Query, registry: ResourceRegistry): EventSelection {
  const resource = textOf(query, 'resource');
  const sources = registry.eventSources().filter(({ name }) => resource === undefined || name === resource);
  if (sources.length === 0) {
    const names = registry.eventSources().map(({ name }) => name);
    throw refusal('resource', `must be one of ${names.join(', ')}`);
  }
  const patterns = textOf(query, 'types')?.split(',') ?? ['*'];
  const known = registry.eventSources().flatMap(typesOf);
  const unknown = patterns.find((pattern) => !known.some((type) => covers(pattern, type)));
  if (unknown !== undefined) throw refusal('types', `has ${unknown}, which is no event`);
  const types = sources.flatMap(typesOf).filter((type) => patterns.some((pattern) => covers(pattern, type)));
  const recordId = textOf(query, 'recordId');
  if (recordId !== undefined && !isId(recordId)) throw refusal('recordId', 'must be an id');
  const scope = resource === undefined && patterns.includes('*') ? 'any' : 'each';
  return {
    sources,
    types,
    recordId,
    fields: readFields(query, sources),
    filter: readFilter(textOf(query, 'filter'), scope),
  };
}

function readFilter(text: string | undefined, scope: FilterScope): FeedFilter | undefined {
  if (text === undefined) return undefined;
  const given = jsonOf(text);
  if (typeof given === 'object' && given !== null) return { given, scope };
  throw refusal('filter', 'must be a filter as JSON: {"field": "status", "value": "Qualified"}');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readAfter(text: string | undefined): EventQuery['after'] {
  if (text === undefined || text === 'now') return text;
  if (!POSITION.test(text)) throw refusal('after', 'must be a position, as an answer gave it, or now');
  return Number(text);
}

function whole(
  query: Query,
  name: string,
  { least, most, fallback }: Readonly<Record<'least' | 'most' | 'fallback', number>>,
): number {
  const text = textOf(query, name) ?? String(fallback);
  const number = /^\d{1,4}$/.test(text) ? Number(text) : -1;
  if (number < least || number > most) throw refusal(name, `must be a whole number from ${least} to ${most}`);
  return number;
}

export function refusal(field: string, message: string): BadRequestError {
  return new BadRequestError(`${field} ${message}`, { details: [{ field, message }] });
}

function textOf(query: Query, name: string): string | undefined {
  const value = query[name];
  if (value === undefined || typeof value === 'string') return value;
  throw refusal(name, 'must be given once, as text');
}
