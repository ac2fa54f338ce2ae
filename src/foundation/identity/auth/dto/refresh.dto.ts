import { TextField } from '../../../../platform/http/fields/text.field.js';

export class RefreshDto {
  @TextField({ max: 200 })
  refreshToken!: string;
}
