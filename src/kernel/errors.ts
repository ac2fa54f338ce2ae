/** One fault of a request: the field (dotted path) it belongs to and what is wrong with it. */
export interface ErrorDetail {
  readonly field: string;
  readonly message: string;
  /** Only in 412: the value the caller started from, the value now stored, the value the caller sent. */
  readonly base?: unknown;
  readonly theirs?: unknown;
  readonly mine?: unknown;
  /** Only in `QUOTA_EXCEEDED`: how much there may be, and how much there is. */
  readonly limit?: number;
  readonly used?: number;
  /** Only in `DUPLICATE`: the records that are the same, as far as the caller may read them. */
  readonly recordIds?: readonly string[];
}

export interface DomainErrorOptions {
  readonly details?: readonly ErrorDetail[];
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/**
 * An error that the caller may be told about. `status` is the HTTP status it becomes, `code` the stable
 * machine-readable name. Anything that is not a DomainError becomes a 500 whose text stays inside.
 */
export class DomainError extends Error {
  readonly details: readonly ErrorDetail[];
  readonly retryAfterSeconds: number | undefined;

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    options: DomainErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.details = options.details ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** 400: the request line or the document cannot be understood. */
export class BadRequestError extends DomainError {
  constructor(message: string, options?: DomainErrorOptions, code = 'BAD_REQUEST') {
    super(400, code, message, options);
  }
}

/** 401 `AUTH_FAILED` (wrong credentials) or `INVALID_TOKEN` (missing, malformed, expired, revoked). */
export class AuthenticationError extends DomainError {
  constructor(code: 'AUTH_FAILED' | 'INVALID_TOKEN', message: string, options?: DomainErrorOptions) {
    super(401, code, message, options);
  }
}

export class PermissionDeniedError extends DomainError {
  constructor(message = 'You do not have permission to do this') {
    super(403, 'PERMISSION_DENIED', message);
  }

  /** @param permission that the caller lacks: `leads:read` */
  static lacking(permission: string): PermissionDeniedError {
    return new PermissionDeniedError(`This takes the permission ${permission}`);
  }
}

/** 404, also for what belongs to another tenant: its existence is not admitted. */
export class NotFoundError extends DomainError {
  constructor(what: string) {
    super(404, 'NOT_FOUND', `${what} not found`);
  }
}

export class ConflictError extends DomainError {
  constructor(message: string, options?: DomainErrorOptions, code = 'CONFLICT') {
    super(409, code, message, options);
  }
}

export class DuplicateError extends DomainError {
  constructor(message: string, options?: DomainErrorOptions) {
    super(409, 'DUPLICATE', message, options);
  }
}

export class VersionMismatchError extends DomainError {
  constructor(details: readonly ErrorDetail[]) {
    super(412, 'VERSION_MISMATCH', 'The record has changed since you read it', { details });
  }
}

/** 412 of what keeps no former versions: the details show what is stored and what the caller sent. */
export function staleVersion(
  changes: Readonly<Record<string, { readonly old: unknown; readonly new: unknown }>>,
): VersionMismatchError {
  const details = Object.entries(changes).map(([field, { old: theirs, new: mine }]) => {
    return { field, message: 'differs', theirs, mine };
  });
  return new VersionMismatchError(details);
}

/** Clients show the message alone: one that goes on from its field's name (`must be …`) gets that name. */
function summary(detail: ErrorDetail | undefined): string {
  if (detail === undefined) return 'The request is not valid';
  const { field, message } = detail;
  return field !== '' && /^[a-z]/.test(message) ? `${field} ${message}` : message;
}

/** 422: the document is well-formed and says something that is not allowed. */
export class ValidationError extends DomainError {
  constructor(details: readonly ErrorDetail[], code = 'VALIDATION_ERROR') {
    super(422, code, summary(details[0]), { details });
  }
}

export class RateLimitError extends DomainError {
  constructor(retryAfterSeconds: number) {
    super(429, 'RATE_LIMIT_EXCEEDED', 'Too many requests', { retryAfterSeconds });
  }
}

/** 503 with `Retry-After`: nothing was changed, the same request may be sent again. */
export class UnavailableError extends DomainError {
  constructor(message: string, retryAfterSeconds = 1, cause?: unknown) {
    super(503, 'SERVICE_UNAVAILABLE', message, { retryAfterSeconds, cause });
  }
}
