import { Injectable } from '@nestjs/common';
import type { Page } from '../../kernel/page.js';
import { scopeCondition } from '../../platform/access/record-scope.js';
import { currentAccess } from '../../platform/context/request-context.js';
import type { FieldChange } from '../../platform/journal/journal-event.js';
import { badFilter } from '../../platform/resource/lists/list-filters.js';
import type { ListQuery } from '../../platform/resource/lists/list-query.js';
import { changedFields } from '../../platform/resource/writes/record-changes.js';
import { RecordFoundation } from '../../platform/resource/record-foundation.js';
import type { RecordView } from '../../platform/resource/resource-descriptor.js';
import { RecordWrite } from '../../platform/resource/writes/record-write.js';
import { CompaniesService } from '../companies/index.js';
import { ContactCompanyLinks } from './contact-company-links.js';
import type { Contact } from './contact.entity.js';
import { requireVisible } from './contact-field-access.js';
import { contactResource } from './contact.policy.js';
import { ContactRecords } from './contact-records.js';
import { LifecycleHistory } from './lifecycle-history.js';

const FIND_BY_EMAIL = 'SELECT id FROM contacts WHERE lower(email) = lower($1) AND deleted_at IS NULL';

@Injectable()
export class ContactsService extends ContactRecords {
  constructor(
    foundation: RecordFoundation,
    links: ContactCompanyLinks,
    lifecycle: LifecycleHistory,
    private readonly companies: CompaniesService,
  ) {
    super(contactResource, foundation, links, lifecycle);
  }

  /** The contacts associated with a company. @throws {NotFoundError} when that is out of reach. */
  async listOfCompany(companyId: string, query: ListQuery): Promise<Page<RecordView>> {
    requireVisible('companyIds');
    await this.companies.require(companyId);
    if ('companyIds' in query) throw badFilter('companyIds', 'is given by the path');
    return this.list({ ...query, companyIds: companyId });
  }

  /**
   * Runs work in one transaction with a contact locked that the caller may change; joins the open one.
   *
   * @throws {NotFoundError} 404 when it does not exist or is out of reach.
   */
  async withLocked<Result>(id: string, work: (contact: Contact) => Promise<Result>): Promise<Result> {
    await this.foundation.journal.prepare();
    return this.write(async () => work(await this.find(id, 'update', { lock: true })));
  }

  /**
   * Changes fields of a locked contact that callers do not set themselves. What has changed beside the record makes a
   * new version and an event as well.
   *
   * @param beside what the event tells of that; a field's own name with its own value says no more than that something has
   */
  async amend(
    before: Contact,
    fields: Partial<Contact>,
    beside: Readonly<Record<string, FieldChange>> = {},
  ): Promise<Contact> {
    const changes = { ...beside, ...changedFields(before, fields) };
    if (Object.keys(changes).length === 0) return before;
    const saved = await this.save('updated', before, fields, changes);
    await this.follow([new RecordWrite('updated', before, saved)]);
    return saved;
  }

  /**
   * The oldest contact with this e-mail among those that the caller may read; undefined when there is none, or the
   * e-mail is hidden. Joins the open transaction.
   *
   * @throws {PermissionDeniedError} 403 without `contacts:read`.
   */
  async findByEmail(email: string): Promise<RecordView | undefined> {
    const scope = this.scope('read');
    if (currentAccess().hiddenFields(this.descriptor.plural).has('email')) return undefined;
    const values: unknown[] = [email];
    const reach =
      scope === undefined
        ? ''
        : ` AND ${scopeCondition('owner_id', scope, (value) => `$${values.push(value)}`)}`;
    const text = `${FIND_BY_EMAIL}${reach} ORDER BY created_at, id LIMIT 1`;
    const [found] = await this.foundation.database.query<{ id: string }>({ text, values });
    return found === undefined ? undefined : this.get(found.id);
  }
}
