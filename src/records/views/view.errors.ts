import { DuplicateError, ValidationError } from '../../kernel/errors.js';

/** 409: there would be two to begin with. */
export class SecondDefaultError extends DuplicateError {
  constructor(resource: string) {
    super(`The owner has another default view of ${resource}`, {
      details: [{ field: 'isDefault', message: 'is true of another view' }],
    });
  }
}

/** 422: what a view says stays about the record type that it was made for. */
export class ViewMovedError extends ValidationError {
  constructor() {
    super([{ field: 'resource', message: 'cannot be changed' }]);
  }
}
