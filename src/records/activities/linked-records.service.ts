import { NotFoundError, PermissionDeniedError } from '../../kernel/errors.js';
import type { Page } from '../../kernel/page.js';
import { currentAccess } from '../../platform/context/request-context.js';
import { LinkCheck } from '../../platform/resource/writes/link-check.js';
import { badFilter } from '../../platform/resource/lists/list-filters.js';
import type { ListQuery } from '../../platform/resource/lists/list-query.js';
import type { RecordWrite } from '../../platform/resource/writes/record-write.js';
import type { RecordView } from '../../platform/resource/resource-descriptor.js';
import { ResourceService } from '../../platform/resource/resource.service.js';
import type { LinkedRecord } from './linked-record.js';
import { LinkedRecords } from './linked-records.js';

/** The use cases of records that are about others: each of those has a list of them. */
export abstract class LinkedRecordsService<Entity extends LinkedRecord> extends ResourceService<Entity> {
  /**
   * The records that are linked to one of any published type, with all that lists can do.
   *
   * @param path first part of the other record's own path: `contacts`
   * @throws {NotFoundError} 404 when the caller cannot read such a record
   * @throws {PermissionDeniedError} 403 when the caller may not see what these are linked to
   */
  async listOf(path: string, id: string, query: ListQuery): Promise<Page<RecordView>> {
    const parent = this.foundation.registry.findByPath(path);
    if (parent?.descriptor.published !== true) throw new NotFoundError('Record');
    if (query['links'] !== undefined) throw badFilter('links', 'is what the path says');
    if (currentAccess().hiddenFields(this.descriptor.plural).has('links')) throw new PermissionDeniedError();
    const readable = await parent.service.findReadable([id]);
    if (!readable.has(id)) throw new NotFoundError('Record');
    return this.list({ ...query, links: `${parent.descriptor.name}:${id}` });
  }

  protected override async examine(writes: readonly RecordWrite<Entity>[]): Promise<void> {
    const links = writes.map((write) => new LinkedRecords(write, this.descriptor.plural));
    const check = await LinkCheck.of(
      this.foundation.registry,
      links.flatMap(({ added }) => added),
    );
    for (const each of links) each.judge(check);
  }
}
