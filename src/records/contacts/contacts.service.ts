import { Injectable } from '@nestjs/common';
import { scopeCondition } from '../../platform/access/record-scope.js';
import { currentAccess } from '../../platform/context/request-context.js';
import { RecordFoundation } from '../../platform/resource/record-foundation.js';
import type { RecordView } from '../../platform/resource/resource-descriptor.js';
import { ResourceService } from '../../platform/resource/resource.service.js';
import type { Contact } from './contact.entity.js';
import { ContactNamelessError } from './contact.errors.js';
import { contactResource } from './contact.policy.js';

const FIND_BY_EMAIL = 'SELECT id FROM contacts WHERE lower(email) = lower($1) AND deleted_at IS NULL';

@Injectable()
export class ContactsService extends ResourceService<Contact> {
  constructor(foundation: RecordFoundation) {
    super(contactResource, foundation);
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

  protected override check(contact: Contact): void {
    const names = [contact.firstName, contact.lastName, contact.email, contact.phone];
    if (names.every((name) => name === null || name === '')) throw new ContactNamelessError();
  }
}
