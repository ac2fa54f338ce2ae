import { DomainError } from '../../kernel/errors.js';

/** 410: what stood after this position is not kept any more. */
export class HistoryExpiredError extends DomainError {
  constructor(floor: number) {
    super(
      410,
      'HISTORY_EXPIRED',
      `The feed is kept from ${floor} on: read the records anew, then go on there`,
      {
        details: [{ field: 'after', message: `must be at least ${floor}` }],
      },
    );
  }
}

/** 429: as many clients of the tenant wait already as may. */
export class TooManyWaitersError extends DomainError {
  constructor() {
    super(429, 'TOO_MANY_WAITERS', 'Too many clients of the tenant wait for events already', {
      retryAfterSeconds: 5,
    });
  }
}
