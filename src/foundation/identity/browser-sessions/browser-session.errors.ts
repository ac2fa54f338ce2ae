import { DomainError } from '../../../kernel/errors.js';

/** 403: the `X-CSRF-Token` of a request that a cookie authenticates is missing, or is another session's. */
export class CsrfTokenError extends DomainError {
  constructor() {
    super(403, 'CSRF_TOKEN_INVALID', 'Send the token of GET /api/auth/csrf as X-CSRF-Token');
  }
}

/** 403: a page of another origin made the browser send its cookies. */
export class OriginError extends DomainError {
  constructor() {
    super(403, 'ORIGIN_NOT_ALLOWED', 'Cookies are not accepted from pages of this origin');
  }
}
