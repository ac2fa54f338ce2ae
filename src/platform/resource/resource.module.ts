import { Global, Module } from '@nestjs/common';
import { EventFilters } from './events/event-filters.js';
import { EventRights } from './events/event-rights.js';
import { JournalRetention } from './past/journal-retention.js';
import { RecordCountCompaction } from './counts/record-count-compaction.js';
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
