import { ConflictError, DomainError, type ErrorDetail } from '../../../kernel/errors.js';

/** 409: more points at the losers than one transaction moves. */
export class MergeTooLargeError extends ConflictError {
  constructor(most: number) {
    super(
      `More than ${most} records point at those that are to be merged: move some of them first`,
      {},
      'MERGE_TOO_LARGE',
    );
  }
}

/** 409: it was undone before. */
export class MergeUndoneError extends ConflictError {
  constructor() {
    super('The merge has been undone already', {}, 'MERGE_UNDONE');
  }
}

/** 409: the survivor is deleted, or was merged into another one meanwhile. */
export class SurvivorGoneError extends ConflictError {
  constructor() {
    super('The survivor is deleted, or merged into another record: restore it, or undo that merge, first');
  }
}

/** 410: what records were before the merge is not kept any more. */
export class MergeExpiredError extends DomainError {
  constructor() {
    super(410, 'MERGE_EXPIRED', 'Records of this merge are erased, or what they were is not kept any more');
  }
}

/** 409: fields have changed since the merge; nothing was set back. */
export class MergeUndoConflictError extends ConflictError {
  constructor(details: readonly ErrorDetail[]) {
    super(
      'Fields have changed since the merge: with force=true they stay as they are now',
      { details },
      'MERGE_UNDO_CONFLICT',
    );
  }
}
