import { BadRequestError, ValidationError } from '../../kernel/errors.js';

/** 422: a record holds no more tags. */
export class TooManyTagsError extends ValidationError {
  constructor(most: number) {
    super([{ field: 'tags', message: `must be a list of at most ${most} items` }]);
  }
}

/** 400 or 422: a resource that has no tags, or none that the caller may know of. */
export function noTaggedResource(names: readonly string[], place: 'query' | 'body'): Error {
  const message = `must be one of ${names.join(', ')}`;
  const details = [{ field: 'resource', message }];
  return place === 'body'
    ? new ValidationError(details)
    : new BadRequestError(`resource ${message}`, { details });
}
