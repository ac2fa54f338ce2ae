export { JobDto } from './dto/job.dto.js';
export { JobFiles } from './job-files.js';
export type {
  ErasedNames,
  HeldJob,
  JobCommit,
  JobFacts,
  JobKind,
  JobProgress,
  JobRowError,
  JobRowRecord,
  JobRun,
} from './job-kind.js';
export { JobKinds } from './job-kinds.js';
export { JobsModule } from './jobs.module.js';
export { JobsService } from './jobs.service.js';
