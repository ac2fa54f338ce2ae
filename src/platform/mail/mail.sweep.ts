import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { type Sweep, Sweeper } from '../queue/sweeper.js';
import { MailStore } from './mail-store.js';
import { SendMailJob } from './send-mail.job.js';

const BATCH = 500;
/** Long enough to answer a question about a mail; their contents are gone long before. */
const KEPT_MILLISECONDS = 30 * 86_400_000;

/** Wakes the mails whose time has come, or whose wake-up a crash lost, and forgets old ones. */
@Injectable()
export class MailSweep implements Sweep {
  readonly name = 'mails';

  constructor(
    private readonly store: MailStore,
    private readonly job: SendMailJob,
    private readonly clock: Clock,
    sweeper: Sweeper,
  ) {
    sweeper.add(this);
  }

  async sweep(): Promise<void> {
    await this.job.wake(await this.store.listDue(BATCH));
    await this.store.purge(new Date(this.clock.milliseconds() - KEPT_MILLISECONDS));
  }
}
