import { ConflictError } from '../../../kernel/errors.js';

/** 409 `STAGE_IN_USE`: its deals must go somewhere first. */
export class StageInUseError extends ConflictError {
  /** @param deals how many are in it */
  constructor(stage: string, deals: number) {
    const message = `${countOf(deals)} in the stage ${stage}: say with moveTo which stage they go to`;
    super(message, { details: [{ field: 'moveTo', message, used: deals }] }, 'STAGE_IN_USE');
  }
}

/** 409 `STAGE_IN_USE`: the deals in it are open, won or lost, and stay so. */
export class StageKindFixedError extends ConflictError {
  constructor(field: string, deals: number) {
    const message = `${countOf(deals)} in the stage: its kind stays as it is`;
    super(message, { details: [{ field, message, used: deals }] }, 'STAGE_IN_USE');
  }
}

/** 409 `PIPELINE_IN_USE` */
export class PipelineInUseError extends ConflictError {
  constructor(deals: number) {
    const message = `${countOf(deals)} in the pipeline: say with moveTo which pipeline they go to`;
    super(message, { details: [{ field: 'moveTo', message, used: deals }] }, 'PIPELINE_IN_USE');
  }
}

/** 409: there is always one that deals go to by themselves. */
export class DefaultPipelineError extends ConflictError {
  constructor() {
    const message = 'It is the default pipeline: make another one the default first';
    super(message, { details: [{ field: 'isDefault', message }] });
  }
}

function countOf(deals: number): string {
  return deals === 1 ? '1 deal is' : `${deals.toLocaleString('en-US')} deals are`;
}
