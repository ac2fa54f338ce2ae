import { OmitType, PartialType } from '@nestjs/swagger';
import { CreateActivityDto } from './create-activity.dto.js';

/** `links` replaces all links; a short form could not say whether it adds to them. */
export class UpdateActivityDto extends PartialType(
  OmitType(CreateActivityDto, ['contactId', 'companyId', 'leadId', 'dealId']),
  { skipNullProperties: false },
) {}
