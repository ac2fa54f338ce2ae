import { TextField } from '../../../../platform/http/fields/text.field.js';

export class AcceptInvitationDto {
  @TextField({ max: 200, description: 'From the link in the mail' })
  token!: string;

  @TextField({
    min: 8,
    max: 200,
    trim: false,
    optional: true,
    description: 'New people choose one; those who have an account send its own, or an access token instead',
  })
  password?: string;

  @TextField({ min: 1, max: 200, optional: true, description: 'Of new people' })
  name?: string;
}
