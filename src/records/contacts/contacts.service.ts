import { Injectable } from '@nestjs/common';
import { RecordFoundation } from '../../platform/resource/record-foundation.js';
import { ResourceService } from '../../platform/resource/resource.service.js';
import type { Contact } from './contact.entity.js';
import { ContactNamelessError } from './contact.errors.js';
import { contactResource } from './contact.policy.js';

@Injectable()
export class ContactsService extends ResourceService<Contact> {
  constructor(foundation: RecordFoundation) {
    super(contactResource, foundation);
  }

  protected override check(contact: Contact): void {
    const names = [contact.firstName, contact.lastName, contact.email, contact.phone];
    if (names.every((name) => name === null || name === '')) throw new ContactNamelessError();
  }
}
