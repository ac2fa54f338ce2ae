import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';

export class WebhookBacklogDto {
  @IntegerField({ min: 0, description: 'Deliveries that wait now, whenever they were made' })
  pending!: number;

  @DateTimeField({ nullable: true, description: 'When the oldest of them was made' })
  oldestPendingAt!: string | null;

  @IntegerField({ min: 0, nullable: true })
  oldestPendingSeconds!: number | null;
}
