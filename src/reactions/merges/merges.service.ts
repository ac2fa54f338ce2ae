import { Injectable } from '@nestjs/common';
import { NotFoundError, PermissionDeniedError } from '../../kernel/errors.js';
import type { Page } from '../../kernel/page.js';
import { currentAccess } from '../../platform/context/request-context.js';
import { numberedPage } from '../../platform/http/page-of.js';
import { PersonalDataStores } from '../../platform/privacy/personal-data-stores.js';
import type { MergeDto } from '../../platform/resource/merging/merge.dto.js';
import { MergeStore } from '../../platform/resource/merging/merge-store.js';
import { shownMerge } from '../../platform/resource/merging/shown-merge.js';
import type { ListQuery } from '../../platform/resource/lists/list-query.js';
import { RecordFoundation } from '../../platform/resource/record-foundation.js';
import { scopeOn } from '../../platform/resource/relations/record-within.js';
import type { RegisteredResource } from '../../platform/resource/resource-registry.js';
import type { UndoMergeDto } from './dto/undo-merge.dto.js';
import { readMergeQuery, refusal } from './merge-query.js';

/** The merges of records that the caller may read: whoever reads the survivor reads of the merge. */
@Injectable()
export class MergesService {
  private readonly store: MergeStore;

  constructor(
    private readonly foundation: RecordFoundation,
    people: PersonalDataStores,
  ) {
    const store = new MergeStore(foundation.database);
    people.addSamePerson((records) => store.mergedWith(records));
    this.store = store;
  }

  /** @throws {BadRequestError} 400 · {PermissionDeniedError} 403 for a resource that may not be read */
  async list(query: ListQuery): Promise<Page<MergeDto>> {
    const { resource, recordId, page } = readMergeQuery(query);
    const scopes = this.choose(resource).map(({ descriptor, service }) => ({
      resource: descriptor.name,
      table: service.related.table,
      scope: scopeOn(descriptor, 'read', this.foundation.registry),
    }));
    const { merges, count } = await this.store.list(scopes, recordId, page);
    return numberedPage(
      merges.map((merge) => shownMerge(merge, this.foundation.registry)),
      count,
      page,
    );
  }

  /** @throws {NotFoundError} 404 */
  async get(id: string): Promise<MergeDto> {
    return shownMerge((await this.require(id)).merge, this.foundation.registry);
  }

  /** @throws {NotFoundError} 404 · {PermissionDeniedError} 403 · {ConflictError} 409 · {DomainError} 410 */
  async undo(id: string, { force = false }: UndoMergeDto): Promise<MergeDto> {
    const { merge, registered } = await this.require(id);
    return registered.service.merges.undo(merge.id, force);
  }

  private async require(id: string): Promise<{ merge: MergeDto; registered: RegisteredResource }> {
    const { registry } = this.foundation;
    const merge = await this.store.find(id);
    const registered = merge && registry.find(merge.resource);
    if (merge === undefined || registered === undefined || !mayRead(registered))
      throw new NotFoundError('Merge');
    const scope = scopeOn(registered.descriptor, 'read', registry);
    const { table } = registered.service.related;
    if (!(await this.store.reaches({ resource: merge.resource, table, scope }, merge.survivorId)))
      throw new NotFoundError('Merge');
    return { merge, registered };
  }

  private choose(plural: string | undefined): readonly RegisteredResource[] {
    const known = this.foundation.registry
      .list()
      .filter(({ descriptor }) => descriptor.mergeable !== undefined);
    if (plural === undefined) return known.filter(mayRead);
    const found = known.find(({ descriptor }) => descriptor.plural === plural);
    if (found === undefined) {
      const plurals = known.map(({ descriptor }) => descriptor.plural).join(', ');
      throw refusal('resource', `must be one of ${plurals}`);
    }
    if (!mayRead(found)) throw PermissionDeniedError.lacking(`${plural}:read`);
    return [found];
  }
}

function mayRead({ descriptor }: RegisteredResource): boolean {
  return currentAccess().reach(`${descriptor.plural}:read`) !== undefined;
}
