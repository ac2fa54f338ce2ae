import { DateTimeField } from '../../../platform/http/fields/date-time.field.js';
import { EnumField } from '../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../platform/http/fields/id.field.js';
import { LEAD_STATUSES, type LeadStatus } from '../lead.entity.js';

export class LeadStatusChangeDto {
  @IdField()
  id!: string;

  @EnumField(LEAD_STATUSES, { name: 'LeadStatus' })
  from!: LeadStatus;

  @EnumField(LEAD_STATUSES, { name: 'LeadStatus' })
  to!: LeadStatus;

  @DateTimeField()
  at!: string;

  @IdField({ description: 'A user of the tenant' })
  by!: string;
}
