import { Injectable } from '@nestjs/common';
import { NotFoundError, PermissionDeniedError } from '../../../kernel/errors.js';
import type { Page } from '../../../kernel/page.js';
import { currentAccess } from '../../../platform/context/request-context.js';
import { badFilter } from '../../../platform/resource/lists/list-filters.js';
import type { ListQuery } from '../../../platform/resource/lists/list-query.js';
import { referencesOf } from '../../../platform/resource/relations/resource-references.js';
import type { RecordView } from '../../../platform/resource/resource-descriptor.js';
import { ResourceRegistry } from '../../../platform/resource/resource-registry.js';
import { ticketResource } from './ticket.policy.js';
import { TicketsService } from './tickets.service.js';

/** The tickets of the records that they name: of their requesters, companies and queues. */
@Injectable()
export class RecordTicketsService {
  constructor(
    private readonly tickets: TicketsService,
    private readonly registry: ResourceRegistry,
  ) {}

  /**
   * @param path first part of the record's own path: `contacts`
   * @throws {NotFoundError} 404 when the caller cannot read such a record, or no ticket names records of its type
   * @throws {PermissionDeniedError} 403 when the caller may not see whom tickets name
   */
  async listOf(path: string, id: string, query: ListQuery): Promise<Page<RecordView>> {
    const parent = this.registry.findByPath(path);
    const reference = referencesOf(ticketResource).find(
      ({ resource }) => resource === parent?.descriptor.name,
    );
    if (parent === undefined || reference === undefined) throw new NotFoundError('Record');
    const { field } = reference;
    if (query[field] !== undefined) throw badFilter(field, 'is what the path says');
    if (currentAccess().hiddenFields(ticketResource.plural).has(field)) throw new PermissionDeniedError();
    if (!(await parent.service.findReadable([id])).has(id)) throw new NotFoundError('Record');
    return this.tickets.list({ ...query, [field]: id });
  }
}
