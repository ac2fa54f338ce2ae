import { ConflictError } from '../../../kernel/errors.js';

/** 409: service levels are counted by it. */
export class BusinessHoursInUseError extends ConflictError {
  constructor() {
    super('Policies count by these business hours: give them others first', {}, 'BUSINESS_HOURS_IN_USE');
  }
}

/** 409. */
export class TooManyBusinessHoursError extends ConflictError {
  constructor(most: number) {
    super(`A tenant may have ${most} business hours`, {}, 'LIMIT_REACHED');
  }
}
