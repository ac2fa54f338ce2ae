import { ConflictError, type ErrorDetail, ValidationError } from '../../../kernel/errors.js';

/** 409 `STAGE_MOVE_FORBIDDEN`: the message says where the deal may go. */
export class StageMoveForbiddenError extends ConflictError {
  /** @param allowed names of stages */
  constructor(from: string, to: string, allowed: readonly string[]) {
    const rule = allowed.length === 0 ? 'nowhere' : `to ${allowed.join(', ')} only`;
    const message = `From ${from} a deal may go ${rule}, not to ${to}`;
    super(message, { details: [{ field: 'stageId', message }] }, 'STAGE_MOVE_FORBIDDEN');
  }
}

/** 409 `DEAL_CLOSED`: what is won or lost moves by being reopened. */
export class DealClosedError extends ConflictError {
  constructor(status: string) {
    const message = `The deal is ${status}: it leaves its stage only by POST /api/deals/:id/reopen`;
    super(message, { details: [{ field: 'stageId', message }] }, 'DEAL_CLOSED');
  }
}

/** 409 `DEAL_OPEN` */
export class DealOpenError extends ConflictError {
  constructor() {
    super('The deal is open', {}, 'DEAL_OPEN');
  }
}

/** 409: it cannot come back into a pipeline that is no more. */
export class PipelineGoneError extends ConflictError {
  constructor() {
    super('The pipeline of the deal has been deleted: restore that first');
  }
}

/** 422: what a stage asks of each deal that enters. */
export class StageFieldsMissingError extends ValidationError {
  constructor(stage: string, fields: readonly string[]) {
    super(fields.map((field): ErrorDetail => ({ field, message: `is required in the stage ${stage}` })));
  }
}

/** 422 */
export class CloseReasonRequiredError extends ValidationError {
  constructor() {
    super([{ field: 'closeReason', message: 'is required of a deal that is lost' }]);
  }
}

/** 422: it is the sum of the line items. */
export class AmountFollowsError extends ValidationError {
  constructor() {
    super([{ field: 'amount', message: 'follows from the line items of the deal' }]);
  }
}

/** 422: its line items are priced in it. */
export class CurrencyFollowsError extends ValidationError {
  constructor() {
    super([
      { field: 'currency', message: 'of a deal with line items is changed by POST /api/deals/:id/reprice' },
    ]);
  }
}
