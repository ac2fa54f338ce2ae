import { Injectable } from '@nestjs/common';
import { type DueWork, Reactions } from '../../../platform/journal/reactions.js';
import { DeliverJob } from './deliver.job.js';
import { DeliveryStore } from './delivery-store.js';

/** When a backlog is looked after again, should the queue have lost the job: milliseconds. */
const LOOK_AGAIN_MILLISECONDS = 1_000;
const CANCELLED_AT_ONCE = 1_000;

/** Asks for a turn when something is due. What the queue loses is found again at the next look. */
@Injectable()
export class DeliveryAdmission implements DueWork {
  readonly name = 'webhook deliveries';

  constructor(
    private readonly store: DeliveryStore,
    private readonly job: DeliverJob,
    reactions: Reactions,
  ) {
    reactions.addDueWork(this);
  }

  async runDue(now: Date): Promise<Date | undefined> {
    let due = await this.store.due(now);
    if (due.leaseMilliseconds !== null && due.leaseMilliseconds <= 0) {
      await this.store.reclaim(now);
      due = await this.store.due(now);
    }
    if (due.hasOrphans) await this.store.cancelOfDeletedEndpoints(now, CANCELLED_AT_ONCE);
    if (due.isDue) await this.job.enqueue();
    const times = [
      due.nextAt?.getTime(),
      due.leaseMilliseconds === null ? undefined : now.getTime() + Math.max(0, due.leaseMilliseconds),
      due.isDue || due.hasOrphans ? now.getTime() + LOOK_AGAIN_MILLISECONDS : undefined,
    ].filter((time) => time !== undefined);
    return times.length === 0 ? undefined : new Date(Math.min(...times));
  }
}
