import { ConflictError, ValidationError } from '../../kernel/errors.js';
import { MAXIMUM_COMPANIES } from './contact-limits.js';

/** 422: nothing says who it is. */
export class ContactNamelessError extends ValidationError {
  constructor() {
    super([{ field: 'lastName', message: 'One of firstName, lastName, email and phone is required' }]);
  }
}

/** 409: a contact has one primary company; another one must be replaced on purpose. */
export class PrimaryCompanyTakenError extends ConflictError {
  constructor() {
    super('The contact has another primary company', {
      details: [{ field: 'isPrimary', message: 'is taken; send replacePrimary to replace it' }],
    });
  }
}

/** 409 `LIMIT_REACHED` */
export class TooManyCompaniesError extends ConflictError {
  constructor() {
    super(`A contact may be associated with ${MAXIMUM_COMPANIES} companies`, {}, 'LIMIT_REACHED');
  }
}
