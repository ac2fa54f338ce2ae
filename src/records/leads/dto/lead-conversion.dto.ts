import { IdField } from '../../../platform/http/fields/id.field.js';
import { NestedField } from '../../../platform/http/fields/nested.field.js';
import { RelatedRecordField } from '../../../platform/resource/relations/related-record.field.js';
import { CompanyDto } from '../../companies/index.js';
import { ContactDto } from '../../contacts/index.js';
import { DealDto } from '../../deals/deals/index.js';
import { CreatedRecordsDto } from './created-records.dto.js';
import { LeadDto } from './lead.dto.js';

export class LeadConversionDto {
  @NestedField(() => LeadDto)
  lead!: unknown;

  @NestedField(() => ContactDto, { nullable: true, description: 'Null for a lead that names no person' })
  contact!: unknown;

  @NestedField(() => CompanyDto, { nullable: true })
  company!: unknown;

  @NestedField(() => DealDto, { nullable: true })
  deal!: unknown;

  @RelatedRecordField('activity', 'The note that tells of it')
  activity!: unknown;

  @IdField({ nullable: true, description: 'Its id' })
  activityId!: string | null;

  @NestedField(() => CreatedRecordsDto, { description: 'What is new; the rest was there' })
  created!: CreatedRecordsDto;
}
