import { composeMail } from '../../../platform/mail/compose-mail.js';
import type { MailContent } from '../../../platform/mail/mail.js';
import { oneLine } from '../../../platform/mail/one-line.js';

const LONGEST_NAME = 80;

export interface InvitationFacts {
  readonly tenantName: string;
  readonly inviterName: string;
  readonly role: string;
  readonly url: string;
  readonly expiresAt: Date;
}

/** Goes to whomever a member names: the names in it are cut short, so that they can carry no message of their own. */
export function invitationMail({
  tenantName,
  inviterName,
  role,
  url,
  expiresAt,
}: InvitationFacts): MailContent {
  const tenant = oneLine(tenantName, LONGEST_NAME);
  const inviter = oneLine(inviterName, LONGEST_NAME);
  return composeMail({
    subject: `You are invited to ${tenant}`,
    paragraphs: [`${inviter} invites you to work in ${tenant} as ${oneLine(role, LONGEST_NAME)}.`],
    action: { label: 'Accept the invitation', url },
    closing: [
      `The link works once, until ${expiresAt.toUTCString()}.`,
      'If you do not know who this is, you need not do anything.',
    ],
  });
}
