import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { ActivityConversionStep } from './activity-conversion.step.js';
import { CompanyConversionStep } from './company-conversion.step.js';
import { ContactConversionStep } from './contact-conversion.step.js';
import { ConversionFields } from './conversion-fields.js';
import { DealConversionStep } from './deal-conversion.step.js';
import type { ConvertLeadDto } from './dto/convert-lead.dto.js';
import type { LeadConversionDto } from './dto/lead-conversion.dto.js';
import { type ConversionStep, LeadConversion } from './lead-conversion.js';
import type { Lead } from './lead.entity.js';
import { LeadConvertedError } from './lead.errors.js';
import { LeadsService } from './leads.service.js';

/** Turns a lead into a contact of a company with a deal, in one transaction: all of it happens, or nothing. */
@Injectable()
export class LeadConversionsService {
  /** In this order: each stands on what those before it have found or made. */
  private readonly steps: readonly ConversionStep[];

  constructor(
    private readonly leads: LeadsService,
    private readonly clock: Clock,
    private readonly fields: ConversionFields,
    company: CompanyConversionStep,
    contact: ContactConversionStep,
    deal: DealConversionStep,
    activity: ActivityConversionStep,
  ) {
    this.steps = [company, contact, deal, activity];
  }

  /**
   * @throws {NotFoundError} 404 · {LeadConvertedError} 409 · {PermissionDeniedError} 403 for what the caller may not
   * create · {ValidationError} 422 · {DuplicateError} 409
   */
  convert(id: string, request: ConvertLeadDto): Promise<LeadConversionDto> {
    return this.leads.withLocked(id, async (lead) => {
      if (lead.status === 'Converted') throw new LeadConvertedError();
      const conversion = new LeadConversion(this.leads.visible(lead), request);
      await this.fields.plan(conversion);
      for (const step of this.steps) await step.run(conversion);
      return {
        lead: await this.leads.amend('converted', lead, this.outcome(lead, conversion)),
        contact: conversion.contact ?? null,
        company: conversion.company ?? null,
        deal: conversion.deal ?? null,
        activity: conversion.activity ?? null,
        activityId: conversion.activity?.id ?? null,
        created: conversion.created,
      };
    });
  }

  private outcome({ companyId }: Lead, { contact, company, deal }: LeadConversion): Partial<Lead> {
    return {
      status: 'Converted',
      convertedAt: this.clock.now().toISOString(),
      convertedContactId: contact?.id ?? null,
      convertedCompanyId: company?.id ?? null,
      convertedDealId: deal?.id ?? null,
      companyId: companyId ?? company?.id ?? null,
    };
  }
}
