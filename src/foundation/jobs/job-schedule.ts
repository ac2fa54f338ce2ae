import { Injectable } from '@nestjs/common';
import { type DueWork, Reactions } from '../../platform/journal/reactions.js';
import { JobRetention } from './job-retention.js';
import { JobStore } from './job-store.js';
import { RunJobs } from './run-jobs.job.js';

/** Soonest next look: what may run now is in the queue, which may lose it. */
const SOON = 2_000;

/** Finds jobs that wait, whose process died, or whose time is over. */
@Injectable()
export class JobSchedule implements DueWork {
  readonly name = 'jobs';

  constructor(
    private readonly store: JobStore,
    private readonly runJobs: RunJobs,
    private readonly retention: JobRetention,
    reactions: Reactions,
  ) {
    reactions.addDueWork(this);
  }

  async runDue(now: Date): Promise<Date | undefined> {
    const { runnable, nextMilliseconds } = await this.store.look();
    if (nextMilliseconds === undefined) return undefined;
    await this.runJobs.enqueue(runnable);
    if (nextMilliseconds <= 0) await this.retention.purge();
    return new Date(now.getTime() + Math.max(SOON, nextMilliseconds));
  }
}
