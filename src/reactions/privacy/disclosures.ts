import { Injectable } from '@nestjs/common';
import { type JobDto, JobsService } from '../../foundation/jobs/index.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import { PersonRecords } from './person-records.js';
import { SUBJECT_EXPORT_KIND } from './subject-export.kind.js';

/** Tells people what is held on them. */
@Injectable()
export class Disclosures {
  constructor(
    private readonly people: PersonRecords,
    private readonly jobs: JobsService,
    private readonly audit: AuditTrail,
  ) {}

  /** @param path `contacts` @throws what `PersonRecords.find` throws */
  async start(path: string, id: string): Promise<JobDto> {
    const { records } = await this.people.find(path, id, 'disclose');
    const [subject] = records;
    const job = await this.jobs.start(SUBJECT_EXPORT_KIND, {
      path,
      resource: subject.resource,
      recordId: subject.id,
    });
    await this.audit.record({ action: `${subject.resource}.disclosed`, subject, details: { jobId: job.id } });
    return job;
  }
}
