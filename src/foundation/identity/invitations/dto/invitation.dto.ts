import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { EmailField } from '../../../../platform/http/fields/email.field.js';
import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { IdField } from '../../../../platform/http/fields/id.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';

export const INVITATION_STATUSES = ['pending', 'expired', 'accepted', 'revoked'] as const;

export class InvitationDto {
  @IdField()
  id!: string;

  @EmailField()
  email!: string;

  @TextField({ max: 200, nullable: true })
  name!: string | null;

  @TextField({ max: 100 })
  role!: string;

  @EnumField(INVITATION_STATUSES)
  status!: (typeof INVITATION_STATUSES)[number];

  @IdField({ nullable: true, description: 'The user who invited' })
  invitedBy!: string | null;

  @DateTimeField()
  createdAt!: string;

  @DateTimeField({ description: 'When its newest mail was written' })
  sentAt!: string;

  @DateTimeField()
  expiresAt!: string;
}
