import { Module } from '@nestjs/common';
import { JobsModule } from '../../../src/foundation/jobs/index.js';
import { SampleJobsController } from './sample-jobs.controller.js';
import { SampleJobs } from './sample-jobs.kind.js';

@Module({ imports: [JobsModule], controllers: [SampleJobsController], providers: [SampleJobs] })
export class SampleJobsModule {}
