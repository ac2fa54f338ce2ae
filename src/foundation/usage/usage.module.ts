import { Global, Module } from '@nestjs/common';
import { StorageQuota } from '../../platform/quota/storage-quota.js';
import { RecordQuota } from '../../platform/resource/counts/record-quota.js';
import { PlanRecordQuota } from './plan-record-quota.js';
import { PlanStorageQuota } from './plan-storage-quota.js';
import { RecordCounts } from './record-counts.js';
import { UsageController } from './usage.controller.js';
import { UsageCounters } from './usage-counters.js';
import { UsageService } from './usage.service.js';

/** Global: it binds the platform's ports to the quotas of plans. */
@Global()
@Module({
  controllers: [UsageController],
  providers: [
    UsageService,
    UsageCounters,
    RecordCounts,
    { provide: RecordQuota, useClass: PlanRecordQuota },
    { provide: StorageQuota, useClass: PlanStorageQuota },
  ],
  exports: [RecordQuota, StorageQuota],
})
export class UsageModule {}
