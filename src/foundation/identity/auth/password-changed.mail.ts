import { composeMail } from '../../../platform/mail/compose-mail.js';
import type { MailContent } from '../../../platform/mail/mail.js';

/** Tells the owner, who may not be the one who did it. */
export function passwordChangedMail(forgotUrl: string, changedAt: Date): MailContent {
  return composeMail({
    subject: 'Your password was changed',
    paragraphs: [
      `The password of your account was changed at ${changedAt.toUTCString()}. Other logins have been ended.`,
      'If it was not you, choose a new password at once:',
    ],
    action: { label: 'Choose a new password', url: forgotUrl },
  });
}
