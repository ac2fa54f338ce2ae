import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { TextListField } from '../../../../platform/http/fields/text-list.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';

export class CreateWebhookDto {
  @TextField({ max: 2_048, example: 'https://example.com/webhooks/crm' })
  url!: string;

  @TextListField({ maxItems: 100, max: 100, example: ['lead.created', 'lead.*', '*'] })
  events!: string[];

  @TextField({ max: 500, optional: true, nullable: true })
  description?: string | null;

  @BooleanField({ optional: true, description: 'A new webhook is enabled unless it says otherwise' })
  enabled?: boolean;
}
