import { Injectable } from '@nestjs/common';
import { PermissionDeniedError } from '../../kernel/errors.js';
import { currentAccess } from '../../platform/context/request-context.js';
import { type RegisteredResource, ResourceRegistry } from '../../platform/resource/resource-registry.js';
import type { SearchHitDto } from './dto/search-hit.dto.js';
import type { SearchResultsDto } from './dto/search-results.dto.js';
import { hitOf } from './search-hit.js';
import { readSearchQuery, refusal } from './search-query.js';

/** Looks into every record type that the caller may read, in the tables themselves: what is written is found. */
@Injectable()
export class SearchService {
  constructor(private readonly registry: ResourceRegistry) {}

  /** @throws {BadRequestError} 400 for a bad parameter · {PermissionDeniedError} 403 for a resource that may not be read */
  async find(query: Readonly<Record<string, unknown>>): Promise<SearchResultsDto> {
    const { text, resources, limit } = readSearchQuery(query);
    const sought = this.choose(resources);
    const matching = await this.search(sought, text, limit, 'matching');
    const items = matching.length > 0 ? matching : await this.search(sought, text, limit, 'similar');
    return { query: text, items };
  }

  private async search(
    resources: readonly RegisteredResource[],
    text: string,
    limit: number,
    kind: 'matching' | 'similar',
  ): Promise<SearchHitDto[]> {
    const hits: SearchHitDto[] = [];
    // One after another: a tenant's connections are few.
    for (const { descriptor, service } of resources) {
      const found = await service.findBest(text, limit, kind);
      hits.push(...found.map((hit) => hitOf(descriptor, hit)));
    }
    // The newest of equals first: ids grow with time.
    return hits.sort((one, other) => other.score - one.score || (one.id < other.id ? 1 : -1)).slice(0, limit);
  }

  private choose(plurals: readonly string[] | undefined): readonly RegisteredResource[] {
    const searchable = this.registry.list().filter(({ descriptor }) => isSearchable(descriptor));
    if (plurals === undefined) return searchable.filter(mayBeSearched);
    return plurals.map((plural) => {
      const found = searchable.find(({ descriptor }) => descriptor.plural === plural);
      if (found === undefined) throw refusal('resources', `has no ${plural} to search in`);
      if (!mayBeSearched(found)) throw new PermissionDeniedError(`You may not search ${plural}`);
      return found;
    });
  }
}

/** The records of the CRM; not those that run the tenant. */
function isSearchable({ published, administrative, policy }: RegisteredResource['descriptor']): boolean {
  return published && administrative !== true && policy.search.length > 0;
}

/** The caller reads them, and some of what they are searched by. */
function mayBeSearched({ descriptor: { plural, policy } }: RegisteredResource): boolean {
  const access = currentAccess();
  const hidden = access.hiddenFields(plural);
  return access.reach(`${plural}:read`) !== undefined && policy.search.some((field) => !hidden.has(field));
}
