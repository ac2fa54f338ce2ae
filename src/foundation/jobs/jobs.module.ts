import { Module } from '@nestjs/common';
import { JobDownloads } from './job-downloads.js';
import { JobEvents } from './job-events.js';
import { JobFiles } from './job-files.js';
import { JobInputPersonalData } from './job-input-personal-data.js';
import { JobInputs } from './job-inputs.js';
import { JobKinds } from './job-kinds.js';
import { JobPersonalData } from './job-personal-data.js';
import { JobReads } from './job-reads.js';
import { JobRecords } from './job-records.js';
import { JobRetention } from './job-retention.js';
import { JobSchedule } from './job-schedule.js';
import { JobsController } from './jobs.controller.js';
import { JobsService } from './jobs.service.js';
import { JobStore } from './job-store.js';
import { JobTurns } from './job-turns.js';
import { JobWake } from './job-wake.js';
import { JobWatch } from './job-watch.js';
import { RunJobs } from './run-jobs.job.js';

@Module({
  controllers: [JobsController],
  providers: [
    JobKinds,
    JobStore,
    JobTurns,
    RunJobs,
    JobSchedule,
    JobRetention,
    JobWake,
    JobReads,
    JobsService,
    JobFiles,
    JobInputs,
    JobInputPersonalData,
    JobRecords,
    JobPersonalData,
    JobDownloads,
    JobWatch,
    JobEvents,
  ],
  exports: [JobKinds, JobsService, JobFiles, JobInputs, JobRecords],
})
export class JobsModule {}
