import { Injectable } from '@nestjs/common';
import { PermissionDeniedError } from '../../../kernel/errors.js';
import type { Page } from '../../../kernel/page.js';
import { currentAccess } from '../../../platform/context/request-context.js';
import { numberedPage } from '../../../platform/http/page-of.js';
import { readPageQuery } from '../../../platform/http/page-query.js';
import type { ListQuery } from '../../../platform/resource/lists/list-query.js';
import { ResourceRegistry } from '../../../platform/resource/resource-registry.js';
import type { Deal } from './deal.entity.js';
import type { DealContact } from './deal-contact.js';
import { type DealContactLink, DealContactLinks } from './deal-contact-links.js';
import { DealsService } from './deals.service.js';
import type { DealContactLinkDto } from './dto/deal-contact-link.dto.js';
import type { LinkContactDto } from './dto/link-contact.dto.js';

/** The contacts of a deal, one of them primary. Every change is a change of the deal. */
@Injectable()
export class DealContactsService {
  constructor(
    private readonly deals: DealsService,
    private readonly links: DealContactLinks,
    private readonly registry: ResourceRegistry,
  ) {}

  /** @throws {NotFoundError} 404 · {PermissionDeniedError} 403 when the contacts are hidden */
  async list(dealId: string, query: ListQuery): Promise<Page<DealContactLinkDto>> {
    if (currentAccess().hiddenFields('deals').has('contacts')) throw new PermissionDeniedError();
    const page = readPageQuery(query);
    await this.deals.get(dealId);
    const { links, count } = await this.links.list(dealId, page);
    return numberedPage(await this.shown(links), count, page);
  }

  /**
   * Associates a deal with a contact, or changes their association; the same again changes nothing.
   *
   * @throws {NotFoundError} 404 · {ValidationError} 422 for a contact that is not there, or one too many
   */
  async link(dealId: string, contactId: string, input: LinkContactDto): Promise<DealContactLinkDto> {
    const given: DealContact = { contactId, role: input.role ?? null, isPrimary: input.isPrimary ?? false };
    await this.deals.amendContacts(dealId, given, (deal) => withContact(deal, contactId, input));
    const [link] = await this.shown(await this.links.find(dealId, contactId));
    if (link === undefined) throw new Error('The association was not written');
    return link;
  }

  /** Ends an association; one that is not there is as good as ended. @throws {NotFoundError} 404 without the deal */
  async unlink(dealId: string, contactId: string): Promise<void> {
    await this.deals.amendContacts(dealId, { contactId, role: null, isPrimary: false }, ({ contacts }) =>
      contacts.filter((contact) => contact.contactId !== contactId),
    );
  }

  private async shown(links: readonly DealContactLink[]): Promise<DealContactLinkDto[]> {
    const contacts = this.registry.find('contact')?.service.related;
    const maySee = currentAccess().reach('contacts:read') !== undefined;
    const ids = links.map(({ contactId }) => contactId);
    const views = maySee && ids.length > 0 ? await contacts?.views(ids) : undefined;
    return links.map((link) => ({ ...link, contact: views?.get(link.contactId) ?? null }));
  }
}

function withContact(
  { contacts }: Deal,
  contactId: string,
  { role, isPrimary }: LinkContactDto,
): DealContact[] {
  const known = contacts.find((contact) => contact.contactId === contactId);
  const changed: DealContact = {
    contactId,
    role: role === undefined ? (known?.role ?? null) : role,
    isPrimary: isPrimary ?? known?.isPrimary ?? false,
  };
  const others = contacts.map((contact) =>
    isPrimary === true && contact.isPrimary ? { ...contact, isPrimary: false } : contact,
  );
  return known === undefined
    ? [...others, changed]
    : others.map((contact) => (contact.contactId === contactId ? changed : contact));
}
