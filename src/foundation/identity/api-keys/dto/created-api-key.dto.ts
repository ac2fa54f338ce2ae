import { TextField } from '../../../../platform/http/fields/text.field.js';
import { ApiKeyDto } from './api-key.dto.js';

export class CreatedApiKeyDto extends ApiKeyDto {
  @TextField({ max: 100, description: 'For `X-API-Key` or `Authorization: Bearer`; shown this once' })
  secret!: string;
}
