import { Global, Logger, Module, type OnModuleInit } from '@nestjs/common';
import { MailConfig } from '../config/mail.config.js';
import { Mailer } from './mailer.js';
import { MailStore } from './mail-store.js';
import { MailSweep } from './mail.sweep.js';
import { SendMailJob } from './send-mail.job.js';
import { SmtpTransport } from './smtp-transport.js';

@Global()
@Module({
  providers: [Mailer, MailStore, MailSweep, SendMailJob, SmtpTransport],
  exports: [Mailer, MailStore],
})
export class MailModule implements OnModuleInit {
  private readonly logger = new Logger(MailModule.name);

  constructor(private readonly config: MailConfig) {}

  onModuleInit(): void {
    const { smtpUrl, showsOutbox } = this.config;
    if (smtpUrl !== undefined || showsOutbox) return;
    this.logger.warn('SMTP_URL is not set: no mail can be sent; mails wait until they expire');
  }
}
