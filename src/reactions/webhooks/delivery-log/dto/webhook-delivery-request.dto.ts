import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { TextMapField } from '../../../../platform/http/fields/text-map.field.js';

export class WebhookDeliveryRequestDto {
  @TextMapField({
    maxItems: 40,
    max: 2_048,
    description:
      'Those that are the same at every attempt: neither its time and number nor its signatures; a mask for your own values',
  })
  headers?: Record<string, string>;

  @TextField({
    max: 262_144,
    trim: false,
    description: 'The very text that is signed, unless it is `redacted`',
  })
  body!: string;

  @BooleanField({ description: 'Whether fields are left out that the receiver gets and you may not see' })
  redacted!: boolean;
}
