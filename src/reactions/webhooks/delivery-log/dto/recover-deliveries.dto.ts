import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { TextListField } from '../../../../platform/http/fields/text-list.field.js';

export class RecoverDeliveriesDto {
  @DateTimeField({ description: 'Events from then on' })
  since!: string;

  @DateTimeField({ optional: true, description: 'Events before then. Default now' })
  until?: string;

  @TextListField({
    optional: true,
    maxItems: 100,
    max: 100,
    example: ['lead.created', 'deal.*'],
    description: 'Only events of these types. Default all that the webhook subscribes to',
  })
  eventTypes?: string[];
}
