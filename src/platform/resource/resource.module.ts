import { Global, Module } from '@nestjs/common';
import { EventFilters } from './event-filters.js';
import { EventRights } from './event-rights.js';
import { JournalRetention } from './journal-retention.js';
import { RecordCountCompaction } from './record-count-compaction.js';
import { RecordFoundation } from './record-foundation.js';
import { ResourceRegistry } from './resource-registry.js';

@Global()
@Module({
  providers: [
    ResourceRegistry,
    RecordFoundation,
    RecordCountCompaction,
    EventRights,
    EventFilters,
    JournalRetention,
  ],
  exports: [ResourceRegistry, RecordFoundation, EventRights, EventFilters],
})
export class ResourceModule {}
