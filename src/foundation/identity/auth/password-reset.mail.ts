import { composeMail } from '../../../platform/mail/compose-mail.js';
import type { MailContent } from '../../../platform/mail/mail.js';

/** @param url opens the account: nobody but its owner may see it. */
export function passwordResetMail(url: string, expiresAt: Date): MailContent {
  return composeMail({
    subject: 'Choose a new password',
    paragraphs: ['Somebody, probably you, said that the password of your account is forgotten.'],
    action: { label: 'Choose a new password', url },
    closing: [
      `The link works once, until ${expiresAt.toUTCString()}, and only the newest one does.`,
      'If it was not you, you need not do anything: your password stays as it is.',
    ],
  });
}
