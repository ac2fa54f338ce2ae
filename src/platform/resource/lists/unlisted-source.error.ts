import { BadRequestError } from '../../../kernel/errors.js';

/** 400: there are no lists of these whose filters could be used. */
export class UnlistedSourceError extends BadRequestError {
  constructor(source: string) {
    const message = `is not possible for events of ${source}`;
    super(`filter ${message}`, { details: [{ field: 'filter', message }] });
  }
}
