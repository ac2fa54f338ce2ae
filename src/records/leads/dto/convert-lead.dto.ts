import { BooleanField } from '../../../platform/http/fields/boolean.field.js';
import { IdField } from '../../../platform/http/fields/id.field.js';
import { NestedField } from '../../../platform/http/fields/nested.field.js';
import type { CustomFieldValues } from '../../../platform/resource/custom-fields.js';
import { CreateCompanyDto } from '../../companies/index.js';
import { UpdateDealDto } from '../../deals/deals/index.js';

/** All may be left out: the company and the contact are then found by what the lead says, or made. */
export class ConvertLeadDto {
  @IdField({ optional: true, description: 'The company it becomes part of' })
  companyId?: string;

  @NestedField(() => CreateCompanyDto, {
    optional: true,
    description: 'A new company, instead of one by its names',
  })
  company?: CreateCompanyDto;

  @BooleanField({
    optional: true,
    description: 'Whether a company may be made that is not found. Default: true',
  })
  createCompany?: boolean;

  @IdField({ optional: true, description: 'The contact that it is' })
  contactId?: string;

  @BooleanField({
    optional: true,
    description: 'Whether a deal is made. Default: true for whoever may make deals',
  })
  createDeal?: boolean;

  @NestedField(() => UpdateDealDto, {
    optional: true,
    description: 'What the deal is to say; the rest comes from the lead',
  })
  deal?: UpdateDealDto & { readonly customFields?: CustomFieldValues };

  @BooleanField({ optional: true, description: 'Whether a note tells of the conversion. Default: true' })
  createActivity?: boolean;

  @IdField({ optional: true, description: "Who owns what is made. Default: the lead's owner" })
  ownerId?: string;
}
