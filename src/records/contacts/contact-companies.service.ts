import { Injectable } from '@nestjs/common';
import type { Page } from '../../kernel/page.js';
import { numberedPage } from '../../platform/http/page-of.js';
import { readPageQuery } from '../../platform/http/page-query.js';
import type { ListQuery } from '../../platform/resource/lists/list-query.js';
import { CompaniesService } from '../companies/index.js';
import { type ContactCompanyLink, ContactCompanyLinks } from './contact-company-links.js';
import type { Contact } from './contact.entity.js';
import { PrimaryCompanyTakenError, TooManyCompaniesError } from './contact.errors.js';
import { requireVisible, requireWritable } from './contact-field-access.js';
import { MAXIMUM_COMPANIES } from './contact-limits.js';
import { ContactsService } from './contacts.service.js';
import type { ContactCompanyDto } from './dto/contact-company.dto.js';
import type { LinkCompanyDto } from './dto/link-company.dto.js';

/** The companies of a contact, one of them primary. Every change is a change of the contact. */
@Injectable()
export class ContactCompaniesService {
  constructor(
    private readonly contacts: ContactsService,
    private readonly companies: CompaniesService,
    private readonly links: ContactCompanyLinks,
  ) {}

  async list(contactId: string, query: ListQuery): Promise<Page<ContactCompanyDto>> {
    requireVisible('companyIds', 'primaryCompanyId');
    await this.contacts.get(contactId);
    const page = readPageQuery(query);
    const { links, count } = await this.links.list(contactId, page);
    const names = await this.companies.namesOf(links.map(({ companyId }) => companyId));
    const items = links.map((link) => ({ ...link, companyName: names.get(link.companyId) ?? null }));
    return numberedPage(items, count, page);
  }

  /**
   * Associates a contact with a company, or changes their association; the same again changes nothing.
   *
   * @throws {NotFoundError} 404 · {PrimaryCompanyTakenError} 409 · {TooManyCompaniesError} 409
   */
  async link(contactId: string, companyId: string, input: LinkCompanyDto): Promise<ContactCompanyDto> {
    requireWritable('companyIds', 'primaryCompanyId');
    const link = await this.contacts.withLocked(contactId, async (contact) => {
      const before = await this.links.find(contactId, companyId);
      if (before === undefined) await this.admit(contact, companyId);
      if (input.isPrimary === true) refuseSecondPrimary(contact, companyId, input);
      const { companyIds } = contact;
      const role = input.role === undefined ? (before?.role ?? null) : input.role;
      const isNewRole = role !== (before?.role ?? null);
      const fields = {
        companyIds: before === undefined ? [...companyIds, companyId] : companyIds,
        primaryCompanyId: primaryAfter(contact, companyId, input),
      };
      const beside = isNewRole ? { companyIds: { old: companyIds, new: companyIds } } : undefined;
      const saved = await this.contacts.amend(contact, fields, beside);
      if (isNewRole) await this.links.setRole(contactId, companyId, role);
      const isPrimary = saved.primaryCompanyId === companyId;
      return { contactId, companyId, role, isPrimary, since: before?.since ?? saved.updatedAt };
    });
    return this.named(link);
  }

  /** Ends an association; one that is not there is as good as ended. @throws {NotFoundError} 404 without the contact. */
  async unlink(contactId: string, companyId: string): Promise<void> {
    requireWritable('companyIds', 'primaryCompanyId');
    await this.contacts.withLocked(contactId, (contact) =>
      this.contacts.amend(contact, {
        companyIds: contact.companyIds.filter((id) => id !== companyId),
        primaryCompanyId: contact.primaryCompanyId === companyId ? null : contact.primaryCompanyId,
      }),
    );
  }

  private async admit(contact: Contact, companyId: string): Promise<void> {
    await this.companies.require(companyId, true);
    if (contact.companyIds.length >= MAXIMUM_COMPANIES) throw new TooManyCompaniesError();
  }

  private async named(link: ContactCompanyLink): Promise<ContactCompanyDto> {
    const names = await this.companies.namesOf([link.companyId]);
    return { ...link, companyName: names.get(link.companyId) ?? null };
  }
}

function refuseSecondPrimary(contact: Contact, companyId: string, { replacePrimary }: LinkCompanyDto): void {
  const { primaryCompanyId } = contact;
  if (primaryCompanyId !== null && primaryCompanyId !== companyId && replacePrimary !== true)
    throw new PrimaryCompanyTakenError();
}

function primaryAfter({ primaryCompanyId }: Contact, companyId: string, { isPrimary }: LinkCompanyDto) {
  if (isPrimary === true) return companyId;
  return isPrimary === false && primaryCompanyId === companyId ? null : primaryCompanyId;
}
