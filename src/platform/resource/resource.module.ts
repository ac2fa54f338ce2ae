import { Global, Module } from '@nestjs/common';
import { CustomFieldCatalogue } from './custom-fields.js';
import { NoCustomFields } from './no-custom-fields.js';
import { RecordFoundation } from './record-foundation.js';
import { ResourceRegistry } from './resource-registry.js';

@Global()
@Module({
  providers: [
    ResourceRegistry,
    RecordFoundation,
    { provide: CustomFieldCatalogue, useClass: NoCustomFields },
  ],
  exports: [ResourceRegistry, RecordFoundation],
})
export class ResourceModule {}
