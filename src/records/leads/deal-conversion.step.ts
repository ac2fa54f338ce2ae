import { Injectable } from '@nestjs/common';
import { ValidationError } from '../../kernel/errors.js';
import { currentAccess } from '../../platform/context/request-context.js';
import { withoutNamed } from '../../platform/resource/lists/named-fields.js';
import { DealsService } from '../deals/deals/index.js';
import type { ConversionStep, LeadConversion } from './lead-conversion.js';

type Fields = Readonly<Record<string, unknown>>;

/** A deal with the company and the contact, for whoever may make deals and does not say otherwise. */
@Injectable()
export class DealConversionStep implements ConversionStep {
  constructor(private readonly deals: DealsService) {}

  async run(conversion: LeadConversion): Promise<void> {
    const { createDeal, deal } = conversion.request;
    if (createDeal === false && deal !== undefined)
      throw new ValidationError([{ field: 'deal', message: 'goes with createDeal' }]);
    const isWanted = createDeal ?? (deal !== undefined || mayCreate());
    if (!isWanted) return;
    const readOnly = currentAccess().readOnlyFields('deals');
    // What was sent is the caller's word, and refused where they may not say it; what is copied is left out there.
    const copied: Fields = withoutNamed(copy(conversion), readOnly);
    const customFields = Object.assign({}, copied['customFields'], deal?.customFields);
    const given = Object.entries(deal ?? {}).filter(([, value]) => value !== undefined);
    conversion.deal = await this.deals.create({ ...copied, ...Object.fromEntries(given), customFields });
    conversion.created.deal = true;
  }
}

function mayCreate(): boolean {
  return currentAccess().reach('deals:create') !== undefined;
}

function copy(conversion: LeadConversion): Fields {
  const { lead, company, contact, ownerId, tags, copied } = conversion;
  const source = conversion.text('source');
  // What the lead says of the person stays with the contact: a deal outlives the erasure of a person.
  const name = typeof company?.['name'] === 'string' ? company['name'] : 'Converted lead';
  return {
    name,
    leadId: lead.id,
    tags,
    customFields: copied.deal,
    ...(company !== undefined && { companyId: company.id }),
    ...(contact !== undefined && { contacts: [{ contactId: contact.id, role: null, isPrimary: true }] }),
    ...(source !== undefined && { source }),
    ...(ownerId !== null && { ownerId }),
  };
}
