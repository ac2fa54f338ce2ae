import { Injectable } from '@nestjs/common';
import { CustomFieldCatalogue } from '../../platform/resource/custom-fields.js';
import type { LeadConversion } from './lead-conversion.js';

const NO_KEYS: ReadonlySet<string> = new Set();

/** The tenant's own fields of a lead: each goes where a field of its key and type is, to the contact before the company, and to that before the deal. */
@Injectable()
export class ConversionFields {
  constructor(private readonly catalogue: CustomFieldCatalogue) {}

  async plan(conversion: LeadConversion): Promise<void> {
    const values = Object.entries(conversion.customFields);
    if (values.length === 0) return;
    const ofContacts = conversion.namesPerson
      ? await this.catalogue.sharedKeys('leads', 'contacts')
      : NO_KEYS;
    const ofCompanies = await this.catalogue.sharedKeys('leads', 'companies');
    conversion.copied.contact = Object.fromEntries(values.filter(([key]) => ofContacts.has(key)));
    const left = values.filter(([key]) => !ofContacts.has(key));
    conversion.copied.company = Object.fromEntries(left.filter(([key]) => ofCompanies.has(key)));
    const ofDeals = await this.catalogue.sharedKeys('leads', 'deals');
    conversion.copied.deal = Object.fromEntries(
      left.filter(([key]) => !ofCompanies.has(key) && ofDeals.has(key)),
    );
  }
}
