import { TextField } from '../../../../platform/http/fields/text.field.js';

export class CsrfTokenDto {
  @TextField({ max: 100, description: 'For `X-CSRF-Token`, as long as the session lasts' })
  csrfToken!: string;
}
