import { type DynamicModule, Module } from '@nestjs/common';
import { JobsModule } from '../../../foundation/jobs/index.js';
import { declaredResources } from '../../../platform/resource/declared-resources.js';
import { importControllerOf } from './import-controller.js';
import { ImportFields } from './import-fields.js';
import { ImportJobs } from './import-job.kind.js';
import { ImportPlans } from './import-plans.js';
import { ImportPreviews } from './import-previews.js';
import { ImportRevert } from './import-revert.js';
import { NamedRecords } from './named-records.js';
import { ImportsService } from './imports.service.js';

@Module({})
export class ImportsModule {
  /** Call it once all rooms are loaded: each record type that is made by the hundred gets its route. */
  static register(): DynamicModule {
    const resources = declaredResources().filter(
      ({ descriptor: { administrative, bulk, readOnly } }) =>
        administrative !== true && bulk !== false && readOnly !== true,
    );
    return {
      module: ImportsModule,
      imports: [JobsModule],
      controllers: resources.map(importControllerOf),
      providers: [
        ImportFields,
        ImportPlans,
        ImportPreviews,
        ImportRevert,
        NamedRecords,
        ImportsService,
        ImportJobs,
      ],
    };
  }
}
