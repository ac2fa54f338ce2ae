import { QueueConfig } from '../../src/platform/config/queue.config.js';
import type { TenantReference } from '../../src/platform/context/tenant-reference.js';
import { DirtyMarks } from '../../src/platform/journal/dirty-marks.js';
import { DispatchJob } from '../../src/platform/journal/dispatch.job.js';
import { DueMarks } from '../../src/platform/journal/due-marks.js';
import { JournalReader } from '../../src/platform/journal/journal-reader.js';
import { Reactions } from '../../src/platform/journal/reactions.js';
import { JobHost } from '../../src/platform/queue/job-host.js';
import type { TenantCore } from './tenant-core.js';

/** The product's own dispatcher, which looks when a test says so. */
export class TenantDispatch extends DispatchJob {
  static of({ app, database }: TenantCore): TenantDispatch {
    return new TenantDispatch(
      app.get(JobHost),
      app.get(QueueConfig),
      database,
      app.get(JournalReader),
      app.get(Reactions),
      app.get(DirtyMarks),
      app.get(DueMarks),
    );
  }

  /** What a worker does once it comes to a tenant; inside its context. */
  look({ id }: TenantReference, looksAt: 'journal' | 'all'): Promise<void> {
    return this.handle({ tenantId: id, traceId: 'spec', looksAt });
  }
}
