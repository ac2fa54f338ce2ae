import { JobsModule } from '../../src/foundation/jobs/index.js';
import { SampleJobs } from '../support/sample-jobs/sample-jobs.kind.js';

/** Loaded before the product: its workers know the sample kind too. */
const providers: unknown = Reflect.getMetadata('providers', JobsModule);
Reflect.defineMetadata('providers', [...(providers as unknown[]), SampleJobs], JobsModule);
