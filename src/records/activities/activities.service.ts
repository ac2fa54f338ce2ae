import { Injectable } from '@nestjs/common';
import { RecordFoundation } from '../../platform/resource/record-foundation.js';
import type { RecordWrite } from '../../platform/resource/writes/record-write.js';
import type { Activity } from './activity.entity.js';
import { activityResource } from './activity.policy.js';
import { LinkedRecordsService } from './linked-records.service.js';

/** What happened with customers: calls, mails, meetings, notes; each about any number of records. */
@Injectable()
export class ActivitiesService extends LinkedRecordsService<Activity> {
  constructor(foundation: RecordFoundation) {
    super(activityResource, foundation);
  }

  protected override examine(writes: readonly RecordWrite<Activity>[]): Promise<void> {
    const now = this.foundation.clock.now().toISOString();
    // A PUT that does not name the time changes the telling, not when it was.
    for (const { after, before, input } of writes)
      after.occurredAt = input.occurredAt ?? before?.occurredAt ?? now;
    return super.examine(writes);
  }
}
