import { TextField } from '../../../../platform/http/fields/text.field.js';

export class DisableWebhookDto {
  @TextField({ max: 500, optional: true, nullable: true, description: 'For whoever wonders later' })
  reason?: string | null;
}
