import { DuplicateError, ValidationError } from '../../../kernel/errors.js';
import type { QuotaPeriod } from './quota.entity.js';

/** 409: there is one for the same already. */
export class DuplicateQuotaError extends DuplicateError {
  /** @param ids of the other one, as far as the caller may read it */
  constructor(ids: readonly string[]) {
    const message = 'has a quota already: of the same owner or team, pipeline and currency';
    super(`The period ${message}`, { details: [{ field: 'startsOn', message, recordIds: ids }] });
  }
}

/** 422 */
export class QuotaHolderError extends ValidationError {
  constructor() {
    super([{ field: 'teamId', message: 'must not be named beside ownerId' }]);
  }
}

/** 422 */
export class QuotaStartError extends ValidationError {
  constructor(period: QuotaPeriod) {
    super([{ field: 'startsOn', message: `must be the first day of a ${period}` }]);
  }
}
