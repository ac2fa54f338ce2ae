import { DomainError } from '../../kernel/errors.js';
import type { QuotaName } from '../config/limits.config.js';

/** 403: the plan of the tenant holds no more of this. `details` says what the limit is and how much of it is used. */
export class QuotaExceededError extends DomainError {
  constructor(quota: QuotaName, limit: number, used: number) {
    const message = `is limited to ${limit} by your plan, and ${used} are used`;
    super(403, 'QUOTA_EXCEEDED', `${quota} ${message}`, {
      details: [{ field: quota, message, limit, used }],
    });
  }
}
