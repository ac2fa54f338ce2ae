import { PermissionDeniedError } from '../../../kernel/errors.js';

/** 403: with this owner the caller could not reach the record any more. */
export class OwnerOutOfReachError extends PermissionDeniedError {
  constructor() {
    super('You may not give records to this owner');
  }
}
