import { TextField } from '../../../../platform/http/fields/text.field.js';

export class RefreshDto {
  @TextField({ min: 1, max: 200, optional: true, description: 'Required but for browsers with cookies' })
  refreshToken?: string;
}
