import { Injectable } from '@nestjs/common';
import { JobsConfig } from '../../platform/config/jobs.config.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type {
  ErasedBatch,
  ErasedSlice,
  PersonalDataStore,
} from '../../platform/privacy/personal-data-store.js';
import { PersonalDataStores } from '../../platform/privacy/personal-data-stores.js';
import { JobInputs } from './job-inputs.js';
import type { JobFacts } from './job-kind.js';
import { JobKinds } from './job-kinds.js';

const SLICE = 100;
const NOBODY = '00000000-0000-0000-0000-000000000000';
const PAGE = `SELECT jobs.id, kind, parameters FROM job_inputs JOIN jobs ON jobs.id = job_id
  WHERE jobs.id > $1 ORDER BY jobs.id LIMIT ${SLICE}`;
/** One that is at work loses its lease: its next step is not written. */
const FAIL = `UPDATE jobs SET state = 'failed', error_code = 'INPUT_ERASED', error_message = $2, lease_token = NULL,
    lease_until = NULL, checkpoint = NULL, version = version + 1, finished_at = clock_timestamp(),
    expires_at = clock_timestamp() + $3 * interval '1 day'
  WHERE id = $1 AND state IN ('queued', 'running')`;
const WHY =
  'The file was removed, because a person was erased who may stand in it. Send it again without them';

interface HoldingJob {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly kind: string;
  readonly parameters: JobFacts;
}

/** Files that jobs were given: of those that are not done with them, and of those that failed. */
@Injectable()
export class JobInputPersonalData implements PersonalDataStore {
  readonly name = 'jobInputs';
  readonly tables = ['job_inputs'];
  readonly asks = 'all';

  constructor(
    private readonly database: TenantDatabase,
    private readonly kinds: JobKinds,
    private readonly inputs: JobInputs,
    private readonly config: JobsConfig,
    stores: PersonalDataStores,
  ) {
    stores.add(this);
  }

  /** A file is not looked into: each that may hold something of them goes whole. */
  async erase({ records, after }: ErasedBatch): Promise<ErasedSlice> {
    const resources = new Set(records.map(({ resource }) => resource));
    const values = [after ?? NOBODY];
    const jobs = await this.database.query<HoldingJob>({ text: PAGE, values });
    const holding = jobs.filter(({ kind, parameters }) => {
      return this.kinds.find(kind)?.isGiven?.(parameters, resources) === true;
    });
    for (const { id } of holding) {
      await this.database.execute({ text: FAIL, values: [id, WHY, this.config.retentionDays] });
    }
    await this.inputs.release(holding.map(({ id }) => id));
    return {
      counts: { jobInputs: holding.length },
      next: jobs.length < SLICE ? null : (jobs.at(-1)?.id ?? null),
    };
  }
}
