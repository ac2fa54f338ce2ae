import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { MailConfig } from '../config/mail.config.js';
import { findContext, runInContext } from '../context/request-context.js';
import { errorLine } from '../logging/error-line.js';
import { JobQueues } from '../queue/job-queues.js';
import { MOST_MAIL_ATTEMPTS, nextMailDelay } from './mail-retries.js';
import { type ClaimedMail, MailStore } from './mail-store.js';
import { SmtpTransport } from './smtp-transport.js';

const QUEUE = 'mails';

interface MailJobData {
  readonly mailId: string;
  readonly traceId: string;
}

/**
 * Sends mails at least once. The lease keeps two workers from the same mail; when one dies between the server's
 * answer and the note of it, the mail goes out again under the same Message-ID.
 */
@Injectable()
export class SendMailJob {
  private readonly logger = new Logger(SendMailJob.name);

  constructor(
    private readonly queues: JobQueues,
    private readonly store: MailStore,
    private readonly transport: SmtpTransport,
    private readonly config: MailConfig,
    private readonly clock: Clock,
  ) {
    queues.register({
      queue: QUEUE,
      concurrency: config.concurrency,
      run: (data) => this.run(data as MailJobData),
    });
  }

  /** Never throws: what is not queued the sweep finds. */
  async wake(mailIds: readonly string[]): Promise<void> {
    if (mailIds.length === 0 || !this.transport.configured) return;
    const traceId = findContext()?.traceId ?? QUEUE;
    try {
      await this.queues.add(
        QUEUE,
        mailIds.map((mailId) => ({ name: QUEUE, data: { mailId, traceId }, opts: { jobId: mailId } })),
      );
    } catch (error) {
      this.logger.warn(`Mails not queued, the sweep will find them: ${errorLine(error)}`);
    }
  }

  private async run({ mailId, traceId }: MailJobData): Promise<void> {
    try {
      await runInContext({ traceId }, () => this.send(mailId));
    } catch (error) {
      this.logger.warn(`The sending of mail ${mailId} failed: ${errorLine(error)}`);
      throw error;
    }
  }

  private async send(mailId: string): Promise<void> {
    if (!this.transport.configured) return;
    const mail = await this.store.claim(mailId, this.config.leaseMilliseconds);
    if (mail === undefined) return;
    if (mail.expiresAt <= this.clock.now()) return this.giveUp(mail, 'expired');
    if (mail.attempts > MOST_MAIL_ATTEMPTS) return this.giveUp(mail, 'its workers died');
    const outcome = await this.transport.send(this.store.read(mail));
    switch (outcome.kind) {
      case 'sent':
        return this.store.markSent(mail);
      case 'refused':
        return this.giveUp(mail, outcome.reason);
      case 'retry':
        return this.tryLater(mail, outcome.reason);
    }
  }

  private async tryLater(mail: ClaimedMail, reason: string): Promise<void> {
    const delay = nextMailDelay(mail.attempts, this.config.schedulePercent);
    if (delay === undefined) return this.giveUp(mail, reason);
    this.logger.warn(`Mail ${mail.id} was not sent, attempt ${mail.attempts}: ${reason}`);
    await this.store.postpone(mail, delay, reason);
  }

  private async giveUp(mail: ClaimedMail, reason: string): Promise<void> {
    this.logger.warn(`Mail ${mail.id} is given up after ${mail.attempts} attempts: ${reason}`);
    await this.store.markFailed(mail, reason);
  }
}
