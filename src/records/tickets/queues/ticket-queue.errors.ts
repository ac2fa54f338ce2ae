import { ConflictError } from '../../../kernel/errors.js';

/** 409: what waits in it would be nobody's. */
export class QueueInUseError extends ConflictError {
  constructor() {
    super('A queue with tickets that are not solved cannot be deleted: move or solve them first');
  }
}
