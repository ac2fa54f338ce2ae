import { DomainError } from '../../../kernel/errors.js';

/** 410: never given out, used, replaced by a newer one, or too old. Which of them is not told. */
export class PasswordResetInvalidError extends DomainError {
  constructor() {
    super(410, 'PASSWORD_RESET_INVALID', 'This link does not work any more; ask for a new one');
  }
}
