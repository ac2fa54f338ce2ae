import { TextField } from '../../../../platform/http/fields/text.field.js';

export class PreviewInvitationDto {
  @TextField({ max: 200, description: 'From the link in the mail' })
  token!: string;
}
