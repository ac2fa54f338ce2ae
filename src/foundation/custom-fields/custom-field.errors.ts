import { ConflictError, DuplicateError } from '../../kernel/errors.js';

/** 409: forms and indexes of a resource stay within bounds. */
export class FieldLimitError extends ConflictError {
  constructor(resource: string, limit: number) {
    super(`${resource} may have ${limit} custom fields`, {}, 'LIMIT_REACHED');
  }
}

/** 409: values under this key are still being erased. */
export class KeyBeingErasedError extends DuplicateError {
  constructor() {
    super('A custom field of this key is being erased; try again in a few minutes', {
      details: [{ field: 'key', message: 'is the key of a field that is being erased' }],
    });
  }
}

/** 409: records still hold values of a deleted field under this key. */
export class KeyOfDeletedFieldError extends DuplicateError {
  constructor(id: string) {
    super('A deleted custom field has this key; restore it instead', {
      details: [{ field: 'key', message: `is the key of the deleted field ${id}` }],
    });
  }
}
