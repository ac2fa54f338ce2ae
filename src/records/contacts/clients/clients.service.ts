import { Injectable } from '@nestjs/common';
import type { Page } from '../../../kernel/page.js';
import { badFilter } from '../../../platform/resource/lists/list-filters.js';
import type { ListQuery } from '../../../platform/resource/lists/list-query.js';
import { RecordFoundation } from '../../../platform/resource/record-foundation.js';
import type { RecordView } from '../../../platform/resource/resource-descriptor.js';
import { ContactCompanyLinks } from '../contact-company-links.js';
import { ContactRecords } from '../contact-records.js';
import { LifecycleHistory } from '../lifecycle-history.js';
import { clientPath } from './client.policy.js';

@Injectable()
export class ClientsService extends ContactRecords {
  constructor(foundation: RecordFoundation, links: ContactCompanyLinks, lifecycle: LifecycleHistory) {
    super(clientPath, foundation, links, lifecycle);
  }

  /**
   * A list that looks for a text, called `search` or `q`.
   *
   * @throws {BadRequestError} 400 without one, and what lists throw
   */
  lookFor({ q, ...query }: ListQuery): Promise<Page<RecordView>> {
    const { search = q } = query;
    if (search === undefined || search === '') throw badFilter('search', 'is required: what to look for');
    if (q !== undefined && q !== search) throw badFilter('q', 'is another name of search: give one of them');
    return this.list({ ...query, search });
  }
}
