import { Global, Module } from '@nestjs/common';
import { DatabaseConfig } from '../config/database.config.js';
import { QueueConfig } from '../config/queue.config.js';
import { ControlDatabase } from '../database/control-database.js';
import { JobHost } from './job-host.js';
import { JobQueues } from './job-queues.js';
import { Sweeper } from './sweeper.js';

async function openQueues(config: QueueConfig, database: DatabaseConfig): Promise<JobQueues> {
  const queues = new JobQueues(config, database);
  await queues.initialize();
  return queues;
}

@Global()
@Module({
  providers: [
    // The control database is asked for so that it exists before BullMQ keeps its schema in it.
    { provide: JobQueues, useFactory: openQueues, inject: [QueueConfig, DatabaseConfig, ControlDatabase] },
    JobHost,
    Sweeper,
  ],
  exports: [JobQueues, JobHost, Sweeper],
})
export class QueueModule {}
