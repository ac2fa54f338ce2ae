import { TextField } from '../../../../platform/http/fields/text.field.js';
import { WebhookDto } from './webhook.dto.js';

export class CreatedWebhookDto extends WebhookDto {
  @TextField({ max: 200, description: 'Signs every delivery; shown this once' })
  secret!: string;
}
