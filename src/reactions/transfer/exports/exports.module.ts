import { type DynamicModule, Module } from '@nestjs/common';
import { JobsModule } from '../../../foundation/jobs/index.js';
import { declaredResources } from '../../../platform/resource/declared-resources.js';
import { exportControllerOf } from './export-controller.js';
import { ExportJobs } from './export-job.kind.js';
import { ExportPlans } from './export-plans.js';
import { ExportsService } from './exports.service.js';

@Module({})
export class ExportsModule {
  /** Call it once all rooms are loaded: each of their record types gets its routes. */
  static register(): DynamicModule {
    const resources = declaredResources().filter(({ descriptor }) => descriptor.administrative !== true);
    return {
      module: ExportsModule,
      imports: [JobsModule],
      controllers: resources.map(exportControllerOf),
      providers: [ExportPlans, ExportsService, ExportJobs],
    };
  }
}
