import { ValidationError } from '../../kernel/errors.js';

/** 422: nothing says who it is. */
export class ContactNamelessError extends ValidationError {
  constructor() {
    super([{ field: 'lastName', message: 'One of firstName, lastName, email and phone is required' }]);
  }
}
