import type { ResourceDescriptor } from '../resource-descriptor.js';
import type { RecordEntity } from '../record.entity.js';

/** Port: how many records the current tenant may have. Asked before one is made or restored. Implemented by `foundation/usage`. */
export abstract class RecordQuota {
  /** @throws {QuotaExceededError} 403 when the plan does not hold `count` more (default 1) */
  abstract admit(
    resource: Pick<ResourceDescriptor<RecordEntity>, 'name' | 'published' | 'administrative'>,
    count?: number,
  ): Promise<void>;
}
