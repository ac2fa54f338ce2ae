import { DateTimeField } from '../../../platform/http/fields/date-time.field.js';
import { DetailsField } from '../../../platform/http/fields/details.field.js';
import { IdField } from '../../../platform/http/fields/id.field.js';
import { IntegerField } from '../../../platform/http/fields/integer.field.js';
import { TextField } from '../../../platform/http/fields/text.field.js';

/** The body of a webhook, and where in the feed it stands. */
export class EventDto {
  @IdField({ description: 'Of the event; the same in webhooks' })
  id!: string;

  @TextField({ max: 200, example: 'lead.updated' })
  type!: string;

  @DateTimeField({ description: 'When it happened' })
  timestamp!: string;

  @IdField()
  tenantId!: string;

  @DetailsField({ description: 'What the event is about, as it was after it' })
  data!: Readonly<Record<string, unknown>>;

  @DetailsField({ nullable: true, description: 'What the changed fields held before' })
  previous!: Readonly<Record<string, unknown>> | null;

  @IntegerField({ min: 1, description: 'Grows with every event of the record' })
  recordVersion!: number;

  @IntegerField({ min: 1 })
  schemaVersion!: number;

  @IntegerField({ min: 1, max: Number.MAX_SAFE_INTEGER, description: 'Place in the feed' })
  position!: number;

  @TextField({ max: 100, example: 'lead' })
  resource!: string;

  @IdField()
  recordId!: string;
}
