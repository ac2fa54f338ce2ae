import { Injectable } from '@nestjs/common';
import { ValidationError } from '../../kernel/errors.js';
import { currentAccess } from '../../platform/context/request-context.js';
import { withoutNamed } from '../../platform/resource/lists/named-fields.js';
import type { RecordView } from '../../platform/resource/resource-descriptor.js';
import { CompaniesService } from '../companies/index.js';
import { companyDomain } from './free-mail.js';
import type { ConversionStep, LeadConversion } from './lead-conversion.js';

type Fields = Readonly<Record<string, unknown>>;

/** The company: the named one, a new one that was sent, the lead's own, one with its domain or name, or a new one. */
@Injectable()
export class CompanyConversionStep implements ConversionStep {
  constructor(private readonly companies: CompaniesService) {}

  async run(conversion: LeadConversion): Promise<void> {
    const { companyId, company } = conversion.request;
    if (companyId !== undefined && company !== undefined)
      throw new ValidationError([{ field: 'company', message: 'goes without companyId' }]);
    if (companyId !== undefined) conversion.company = await this.named(companyId);
    else if (company !== undefined) await this.make(conversion, { ownerId: conversion.ownerId, ...company });
    else await this.findOrMake(conversion);
  }

  private async named(id: string): Promise<RecordView> {
    const readable = await this.companies.findReadable([id]);
    if (readable.has(id)) return this.companies.get(id);
    throw new ValidationError([{ field: 'companyId', message: 'does not exist' }]);
  }

  private async findOrMake(conversion: LeadConversion): Promise<void> {
    const linkedId = conversion.text('companyId');
    const isLinked = linkedId !== undefined && (await this.companies.findReadable([linkedId])).has(linkedId);
    if (isLinked) {
      conversion.company = await this.companies.get(linkedId);
      return;
    }
    const name = conversion.text('company');
    const domain = companyDomain(conversion.text('email') ?? '');
    if (name === undefined && domain === undefined) return;
    conversion.company = await this.companies.findByDomainOrName({
      domain: domain ?? null,
      name: name ?? null,
    });
    if (conversion.company !== undefined || name === undefined || conversion.request.createCompany === false)
      return;
    // A company out of the caller's reach may have the domain: the new one goes without.
    const isFree = domain !== undefined && !(await this.companies.isDomainTaken(domain));
    const website = conversion.text('website');
    await this.make(conversion, {
      name,
      ...(isFree && { domain }),
      website,
      ownerId: conversion.ownerId,
    });
  }

  private async make(conversion: LeadConversion, fields: Fields): Promise<void> {
    const readOnly = currentAccess().readOnlyFields('companies');
    const given = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null);
    const all: Fields = Object.fromEntries(given);
    // What was sent is the caller's word, and refused where they may not say it; what is copied is left out there.
    const own = conversion.request.company === undefined ? withoutNamed(all, readOnly) : all;
    const copied = withoutNamed({ customFields: conversion.copied.company }, readOnly);
    const customFields = Object.assign({}, copied.customFields, own['customFields']);
    conversion.company = await this.companies.create({ ...own, customFields });
    conversion.created.company = true;
  }
}
