import { ConflictError, DuplicateError, ValidationError } from '../../../kernel/errors.js';

/** Relationships that one contact may have. */
export const MAXIMUM_RELATIONSHIPS = 500;

/** 422 */
export class OwnRelationshipError extends ValidationError {
  constructor() {
    super([{ field: 'contactId', message: 'must be another contact' }]);
  }
}

/** 409, also when it was said from the other side. */
export class DuplicateRelationshipError extends DuplicateError {
  constructor() {
    super('These contacts have this relationship already', {
      details: [{ field: 'kind', message: 'is already taken' }],
    });
  }
}

/** 409 `LIMIT_REACHED` */
export class TooManyRelationshipsError extends ConflictError {
  constructor() {
    super(`A contact may have ${MAXIMUM_RELATIONSHIPS} relationships`, {}, 'LIMIT_REACHED');
  }
}
