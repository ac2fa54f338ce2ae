import { Injectable } from '@nestjs/common';
import { type DueWork, Reactions } from '../../../platform/journal/reactions.js';
import { DeliverJob } from './deliver.job.js';
import { DeliveryStore } from './delivery-store.js';

/** Hands due deliveries to the queue. What the queue loses comes back when its lease expires. */
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
    const admitted = await this.store.admit(now);
    if (admitted.length > 0) await this.job.enqueue(admitted);
    return this.store.nextDue(now);
  }
}
