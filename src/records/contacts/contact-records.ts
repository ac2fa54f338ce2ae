import type { RecordFoundation } from '../../platform/resource/record-foundation.js';
import type { RecordWrite } from '../../platform/resource/writes/record-write.js';
import type { ResourceDescriptor } from '../../platform/resource/resource-descriptor.js';
import { ResourceService } from '../../platform/resource/resource.service.js';
import type { ContactCompanyLinks } from './contact-company-links.js';
import type { Contact } from './contact.entity.js';
import { ContactNamelessError, TooManyCompaniesError } from './contact.errors.js';
import { MAXIMUM_COMPANIES } from './contact-limits.js';
import type { LifecycleHistory } from './lifecycle-history.js';

/** What holds for contacts by whichever path they are written. */
export abstract class ContactRecords extends ResourceService<Contact> {
  constructor(
    descriptor: ResourceDescriptor<Contact>,
    foundation: RecordFoundation,
    private readonly links: ContactCompanyLinks,
    private readonly lifecycle: LifecycleHistory,
  ) {
    super(descriptor, foundation);
  }

  protected override check(contact: Contact): void {
    const names = [contact.firstName, contact.lastName, contact.email, contact.phone];
    if (names.every((name) => name === null || name === '')) throw new ContactNamelessError();
  }

  /** The primary company is one of the contact's companies; what is new among them must be there. */
  protected override async examine(writes: readonly RecordWrite<Contact>[]): Promise<void> {
    const chosen = writes.flatMap((write) => {
      const { primaryCompanyId, companyIds } = write.after;
      return primaryCompanyId === null || companyIds.includes(primaryCompanyId)
        ? []
        : [{ write, primaryCompanyId }];
    });
    for (const { write, primaryCompanyId } of chosen) {
      const companyIds = [...write.after.companyIds, primaryCompanyId];
      if (companyIds.length > MAXIMUM_COMPANIES) write.refuse(new TooManyCompaniesError());
      else write.after.companyIds = companyIds;
    }
  }

  protected override async follow(writes: readonly RecordWrite<Contact>[]): Promise<void> {
    await this.links.store(writes);
    await this.lifecycle.store(writes);
  }
}
