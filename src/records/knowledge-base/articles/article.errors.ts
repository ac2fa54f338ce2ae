import { BadRequestError, ConflictError } from '../../../kernel/errors.js';

/** 409: readers have nothing of it that could be taken from them. */
export class NotPublishedError extends ConflictError {
  constructor() {
    super('The article is not published');
  }
}

/** 409 */
export class AlreadyArchivedError extends ConflictError {
  constructor() {
    super('The article is archived already');
  }
}

/** 400: what is compared is one of the published versions, or the draft. */
export class UnknownVersionError extends BadRequestError {
  constructor(field: string) {
    const message = 'must be the number of a version, or draft';
    super(`${field} ${message}`, { details: [{ field, message }] });
  }
}
