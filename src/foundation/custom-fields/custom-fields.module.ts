import { Global, Module } from '@nestjs/common';
import { CustomFieldSchemas } from '../../platform/openapi/custom-field-schemas.js';
import { CustomFieldCatalogue } from '../../platform/resource/custom-fields.js';
import { CustomFieldsController } from './custom-fields.controller.js';
import { CustomFieldsService } from './custom-fields.service.js';
import { FieldDefinitions } from './field-definitions.js';
import { FieldErasure } from './field-erasure.js';
import { FieldIndexJob } from './field-index.job.js';
import { FieldIndexes } from './field-indexes.js';
import { FieldValues } from './field-values.js';
import { ReferenceTargets } from './reference-targets.js';
import { ResourceTables } from './resource-tables.js';
import { TenantCustomFields } from './tenant-custom-fields.js';
import { TenantCustomFieldSchemas } from './tenant-field-schemas.js';

/** Global: it binds the ports by which the record foundation and the OpenAPI document ask for custom fields. */
@Global()
@Module({
  controllers: [CustomFieldsController],
  providers: [
    CustomFieldsService,
    FieldDefinitions,
    FieldIndexes,
    FieldIndexJob,
    FieldValues,
    FieldErasure,
    ResourceTables,
    ReferenceTargets,
    { provide: CustomFieldCatalogue, useClass: TenantCustomFields },
    { provide: CustomFieldSchemas, useClass: TenantCustomFieldSchemas },
  ],
  exports: [CustomFieldCatalogue, CustomFieldSchemas],
})
export class CustomFieldsModule {}
