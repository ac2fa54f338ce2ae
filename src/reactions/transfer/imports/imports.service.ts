import { Injectable } from '@nestjs/common';
import { type JobDto, JobInputs, JobsService } from '../../../foundation/jobs/index.js';
import { AuditTrail } from '../../../platform/audit/audit-trail.js';
import { currentContext } from '../../../platform/context/request-context.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import type { ReceivedFile } from '../../../platform/storage/received-file.js';
import type { ImportPreviewDto } from './dto/import-preview.dto.js';
import { IMPORT_KIND } from './import-job.kind.js';
import { readImportOptions } from './import-options.js';
import { ImportPlans } from './import-plans.js';
import { ImportPreviews } from './import-previews.js';

/** Tables that become records. */
@Injectable()
export class ImportsService {
  constructor(
    private readonly plans: ImportPlans,
    private readonly previews: ImportPreviews,
    private readonly inputs: JobInputs,
    private readonly jobs: JobsService,
    private readonly audit: AuditTrail,
    private readonly database: TenantDatabase,
  ) {}

  /**
   * Starts the job; what is only tried answers what the first rows would become.
   *
   * @param path `leads`
   * @throws {ValidationError} 422 · {PermissionDeniedError} 403
   */
  async start(
    path: string,
    given: Readonly<Record<string, unknown>>,
    file: ReceivedFile,
  ): Promise<JobDto | ImportPreviewDto> {
    const plan = await this.plans.plan(path, readImportOptions(given), file);
    if (currentContext().dryRun === true) return this.previews.of(plan, this.inputs.received(file));
    const { name } = this.plans.resource(path).descriptor;
    const subject = { resource: name, id: null };
    return this.database.transaction(async () => {
      const job = await this.jobs.start(IMPORT_KIND, { ...plan });
      await this.inputs.hold(job.id, file);
      const details = { format: plan.format, policy: plan.policy, jobId: job.id };
      await this.audit.record({ action: `${name}.imported`, subject, details });
      return job;
    });
  }
}
