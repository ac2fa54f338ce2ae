import { Injectable } from '@nestjs/common';
import { scopeCondition } from '../../platform/access/record-scope.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { QueryParameter } from '../../platform/http/route-options.js';
import { badFilter, escapeLike } from '../../platform/resource/lists/list-filters.js';
import { scopeOn } from '../../platform/resource/relations/record-within.js';
import { type RegisteredResource, ResourceRegistry } from '../../platform/resource/resource-registry.js';
import type { TagCountDto } from './dto/tag-count.dto.js';
import type { TagUsageDto } from './dto/tag-usage.dto.js';
import { RecordTagging } from './record-tagging.js';
import { noTaggedResource } from './tag.errors.js';

type Query = Readonly<Record<string, unknown>>;

interface CountedRow {
  readonly [column: string]: unknown;
  readonly name: string;
  readonly count: number;
  readonly isCapped: boolean;
}

const DEFAULT_LIMIT = 100;
const MAXIMUM_LIMIT = 500;
/** Tagged records that are counted, of each type: so many are read in well under a second. */
const COUNTED_RECORDS = 200_000;

export const USAGE_PARAMETERS: readonly QueryParameter[] = [
  { name: 'resource', description: 'Plural of a record type; default every one whose tags you may see' },
  { name: 'search', description: 'Text in the tag', schema: { type: 'string', maxLength: 100 } },
  {
    name: 'limit',
    description: `Tags of each record type; default ${DEFAULT_LIMIT}`,
    schema: { type: 'integer', minimum: 1, maximum: MAXIMUM_LIMIT },
  },
];

/** Which tags are in use, counted over the records that the caller may read. */
@Injectable()
export class TagUsageService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tagging: RecordTagging,
    private readonly registry: ResourceRegistry,
  ) {}

  /** @throws {BadRequestError} 400 for a record type without tags, or whose tags the caller may not see */
  async read(query: Query): Promise<TagUsageDto> {
    const limit = readLimit(query['limit']);
    const search = readSearch(query['search']);
    const items: TagCountDto[] = [];
    let capped = false;
    for (const resource of this.asked(query['resource'])) {
      const rows = await this.count(resource, search, limit + 1);
      capped ||= rows.length > limit || rows[0]?.isCapped === true;
      const { plural } = resource.descriptor;
      items.push(...rows.slice(0, limit).map(({ name, count }) => ({ resource: plural, name, count })));
    }
    items.sort((one, other) => other.count - one.count || (one.name < other.name ? -1 : 1));
    return { items, capped };
  }

  private asked(plural: unknown): readonly RegisteredResource[] {
    const { visible } = this.tagging;
    if (plural === undefined) return visible;
    const found = visible.filter(({ descriptor }) => descriptor.plural === plural);
    if (found.length > 0) return found;
    throw noTaggedResource(
      visible.map(({ descriptor }) => descriptor.plural),
      'query',
    );
  }

  private count(
    resource: RegisteredResource,
    search: string | undefined,
    limit: number,
  ): Promise<CountedRow[]> {
    const values: unknown[] = [];
    const bind = (value: unknown) => `$${values.push(value)}`;
    const scope = scopeOn(resource.descriptor, 'read', this.registry);
    const reached = scope === undefined ? '' : ` AND ${scopeCondition('"owner_id"', scope, bind)}`;
    const matching = search === undefined ? '' : ` WHERE tag ILIKE ${bind(`%${escapeLike(search)}%`)}`;
    const text = `WITH tagged AS MATERIALIZED (SELECT tags FROM ${this.tagging.tableOf(resource)}
        WHERE deleted_at IS NULL AND tags <> '{}'${reached} LIMIT ${COUNTED_RECORDS})
      SELECT tag AS name, count(*)::integer AS count, (SELECT count(*) FROM tagged) = ${COUNTED_RECORDS} AS "isCapped"
      FROM tagged, unnest(tags) AS tag${matching} GROUP BY tag ORDER BY count(*) DESC, tag LIMIT ${bind(limit)}`;
    return this.database.query<CountedRow>({ text, values });
  }
}

function readLimit(value: unknown): number {
  if (value === undefined) return DEFAULT_LIMIT;
  const limit = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : 0;
  if (limit < 1 || limit > MAXIMUM_LIMIT)
    throw badFilter('limit', `must be a whole number from 1 to ${MAXIMUM_LIMIT}`);
  return limit;
}

function readSearch(value: unknown): string | undefined {
  if (value === undefined || value === '') return undefined;
  if (typeof value !== 'string' || value.length > 100)
    throw badFilter('search', 'must be given once, as a text of at most 100 characters');
  return value;
}
