import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { AccessPolicy } from '../access/access-policy.js';
import { TenantDirectory } from '../context/tenant-directory.js';
import { JobQueues } from './job-queues.js';

/** What every job needs of the process it runs in. */
@Injectable()
export class JobHost {
  constructor(
    readonly queues: JobQueues,
    readonly tenants: TenantDirectory,
    readonly access: AccessPolicy,
    readonly clock: Clock,
  ) {}
}
