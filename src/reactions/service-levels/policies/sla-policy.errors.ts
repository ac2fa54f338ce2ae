import { ConflictError } from '../../../kernel/errors.js';

/** 409. */
export class TooManySlaPoliciesError extends ConflictError {
  constructor(most: number) {
    super(`A tenant may have ${most} policies`, {}, 'LIMIT_REACHED');
  }
}
