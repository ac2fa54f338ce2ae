import { Injectable } from '@nestjs/common';
import { MailConfig } from '../../platform/config/mail.config.js';
import { composeMail } from '../../platform/mail/compose-mail.js';
import type { MailContent } from '../../platform/mail/mail.js';
import type { NotificationDto } from './dto/notification.dto.js';

/** Writes the mail that tells a member what they have not read. */
@Injectable()
export class NotificationLetter {
  constructor(private readonly config: MailConfig) {}

  /**
   * @param told at least one
   * @param count how many there are, told here or not
   */
  compose(told: readonly NotificationDto[], count: number): MailContent {
    const messages = told.map(({ message }) => message);
    const untold = count - told.length;
    const more = untold === 0 ? [] : [`There are ${untold} more in your notifications.`];
    return composeMail({
      subject: messages.length === 1 ? String(messages[0]) : `${count} things concern you`,
      paragraphs: [...messages.map((message) => `${message}.`), ...more],
      action: { label: 'See your notifications', url: this.config.link('notifications') },
      closing: ['What you are mailed is up to you: see the preferences of your notifications.'],
    });
  }
}
