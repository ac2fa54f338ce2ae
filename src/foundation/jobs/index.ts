export { JobDto } from './dto/job.dto.js';
export { JobFiles } from './job-files.js';
export { type JobInput, JobInputs } from './job-inputs.js';
export type {
  ErasedNames,
  HeldJob,
  JobCommit,
  JobFacts,
  JobKind,
  JobOutcome,
  JobProgress,
  JobRowError,
  JobRowRecord,
  JobRun,
} from './job-kind.js';
export { JobKinds } from './job-kinds.js';
export { JobRecords, type WrittenRecord } from './job-records.js';
export { JobsModule } from './jobs.module.js';
export { JobsService } from './jobs.service.js';
