import { ConflictError, DomainError } from '../../kernel/errors.js';

/** Another process has the job. Never leaves the product. */
export class LeaseLostError extends Error {
  constructor(jobId: string) {
    super(`Job ${jobId} is another process's`);
    this.name = 'LeaseLostError';
  }
}

/** 403: who asked for the job is no member of the tenant any more. */
export class AccessLostError extends DomainError {
  constructor() {
    super(403, 'ACCESS_LOST', 'Who asked for the job is no member any more');
  }
}

/** 409: the job is over. */
export class JobFinishedError extends ConflictError {
  constructor(state: string) {
    super(`The job is ${state} already`, {}, 'JOB_FINISHED');
  }
}

/** 409: jobs of this kind or in this state cannot be undone. */
export class NotRevertibleError extends ConflictError {
  constructor(message: string) {
    super(message, {}, 'NOT_REVERTIBLE');
  }
}

/** 404: there is no result, or not yet. */
export class NoResultError extends DomainError {
  constructor(state: string) {
    super(404, 'NO_RESULT', `The job has no file: it is ${state}`);
  }
}

/** 429: as many clients of the tenant follow jobs already as may. */
export class TooManyWatchersError extends DomainError {
  constructor() {
    super(429, 'TOO_MANY_WATCHERS', 'Too many clients of the tenant follow jobs already', {
      retryAfterSeconds: 5,
    });
  }
}
