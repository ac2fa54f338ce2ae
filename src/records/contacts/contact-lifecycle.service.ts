import { Injectable } from '@nestjs/common';
import type { Page } from '../../kernel/page.js';
import { numberedPage } from '../../platform/http/page-of.js';
import { readPageQuery } from '../../platform/http/page-query.js';
import type { ListQuery } from '../../platform/resource/lists/list-query.js';
import { requireVisible } from './contact-field-access.js';
import { ContactsService } from './contacts.service.js';
import type { LifecycleChangeDto } from './dto/lifecycle-change.dto.js';
import { LifecycleHistory } from './lifecycle-history.js';

@Injectable()
export class ContactLifecycleService {
  constructor(
    private readonly contacts: ContactsService,
    private readonly history: LifecycleHistory,
  ) {}

  /** @throws {NotFoundError} 404 · {PermissionDeniedError} 403 when the stage itself is hidden */
  async list(contactId: string, query: ListQuery): Promise<Page<LifecycleChangeDto>> {
    requireVisible('lifecycleStage');
    await this.contacts.get(contactId);
    const page = readPageQuery(query);
    const { changes, count } = await this.history.list(contactId, page);
    return numberedPage(changes, count, page);
  }
}
