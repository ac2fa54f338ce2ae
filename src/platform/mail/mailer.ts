import { Injectable } from '@nestjs/common';
import { ControlDatabase, type ControlManager } from '../database/control-database.js';
import type { Mail } from './mail.js';
import { MailStore } from './mail-store.js';
import { SendMailJob } from './send-mail.job.js';

/** The one way to send a mail: it is written in the work's own transaction, and leaves when that has committed. */
@Injectable()
export class Mailer {
  constructor(
    private readonly control: ControlDatabase,
    private readonly store: MailStore,
    private readonly job: SendMailJob,
  ) {}

  /** In the given control transaction: what is rolled back sends nothing, what is committed is sent at least once. */
  async send(manager: ControlManager, mail: Mail): Promise<void> {
    const id = await this.store.insert(manager, mail);
    this.control.onCommit(manager, () => void this.job.wake([id]));
  }
}
