import { Global, Module } from '@nestjs/common';
import { RecordCountCompaction } from './record-count-compaction.js';
import { RecordFoundation } from './record-foundation.js';
import { ResourceRegistry } from './resource-registry.js';

@Global()
@Module({
  providers: [ResourceRegistry, RecordFoundation, RecordCountCompaction],
  exports: [ResourceRegistry, RecordFoundation],
})
export class ResourceModule {}
