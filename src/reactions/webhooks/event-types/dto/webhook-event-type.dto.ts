import { DetailsField } from '../../../../platform/http/fields/details.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';

export class WebhookEventTypeDto {
  @TextField({ max: 200, example: 'lead.updated' })
  name!: string;

  @TextField({ max: 500 })
  description!: string;

  @IntegerField({ min: 1, description: '`schemaVersion` of its bodies' })
  version!: number;

  @DetailsField({
    description: 'JSON Schema 2020-12 of the whole body, with the fields that the tenant has added',
  })
  schema!: Readonly<Record<string, unknown>>;

  @DetailsField({ description: 'A body of it' })
  example!: Readonly<Record<string, unknown>>;
}
