import { ConflictError, DomainError } from '../../../kernel/errors.js';

/** 409: nothing is sent to a webhook that is disabled. */
export class WebhookDisabledError extends ConflictError {
  constructor() {
    super('The webhook is disabled: enable it first', {}, 'WEBHOOK_DISABLED');
  }
}

/** 410: the event is older than events are held. */
export class HistoryExpiredError extends DomainError {
  constructor() {
    super(410, 'HISTORY_EXPIRED', 'The event is no longer held');
  }
}
