import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { TICKET_STATUSES, type TicketStatus } from '../ticket-values.js';

export class TicketStatusChangeDto {
  @IdField()
  id!: string;

  @EnumField(TICKET_STATUSES, { name: 'TicketStatus' })
  from!: TicketStatus;

  @EnumField(TICKET_STATUSES, { name: 'TicketStatus' })
  to!: TicketStatus;

  @DateTimeField()
  at!: string;

  @IdField({ description: 'A user of the tenant' })
  by!: string;
}
