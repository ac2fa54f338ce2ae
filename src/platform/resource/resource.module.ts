import { Global, Module } from '@nestjs/common';
import { RecordFoundation } from './record-foundation.js';
import { ResourceRegistry } from './resource-registry.js';

@Global()
@Module({
  providers: [ResourceRegistry, RecordFoundation],
  exports: [ResourceRegistry, RecordFoundation],
})
export class ResourceModule {}
