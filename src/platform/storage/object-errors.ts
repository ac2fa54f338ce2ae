import { DomainError, UnavailableError, ValidationError } from '../../kernel/errors.js';

const MEBIBYTE = 1024 * 1024;

/** 413: more bytes than may be stored at once. */
export class ObjectTooLargeError extends DomainError {
  /** @param limit in bytes */
  constructor(limit: number) {
    super(413, 'PAYLOAD_TOO_LARGE', `A file may have at most ${limit / MEBIBYTE} MiB`);
  }
}

/** 422: a file that is not what its sender says. */
export class ContentTypeMismatchError extends ValidationError {
  constructor(
    declared: string,
    readonly found: string,
  ) {
    super(
      [{ field: 'file', message: `is declared as ${declared}, and is ${found}` }],
      'CONTENT_TYPE_MISMATCH',
    );
  }
}

/** 415: a file that is no table. */
export class NoTableError extends DomainError {
  constructor(found: string) {
    super(415, 'UNSUPPORTED_MEDIA_TYPE', `The file is ${found}: send it as CSV or NDJSON`);
  }
}

/** The store has no object of this key. */
export class ObjectMissingError extends Error {
  constructor(key: string, cause?: unknown) {
    super(`There is no object ${key}`, { cause });
    this.name = 'ObjectMissingError';
  }
}

/** 503: the store does not answer, or not in time. */
export class StorageUnavailableError extends UnavailableError {
  constructor(cause: unknown) {
    super('Files are not available right now', 5, cause);
  }
}
