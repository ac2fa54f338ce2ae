import { ConflictError, DomainError } from '../../../kernel/errors.js';

/** 410: what was asked for is from before the time that the journal is kept for. */
export class HistoryExpiredError extends DomainError {
  /** @param field that asked for it: `asOf`, `version`, `cursor` */
  constructor(field: string, keptSince: Date) {
    const since = keptSince.toISOString();
    super(410, 'HISTORY_EXPIRED', `Former versions are kept since ${since}`, {
      details: [{ field, message: `must not be from before ${since}` }],
    });
  }
}

/** 410: values of the version have been erased for good, so nothing can be as it was then. */
export class VersionErasedError extends DomainError {
  /** @param field that asked for it: `asOf`, `version` */
  constructor(field: string) {
    super(410, 'HISTORY_ERASED', 'Values of this version have been erased', {
      details: [{ field, message: 'names a version of which values have been erased' }],
    });
  }
}

export class DeletedRecordError extends ConflictError {
  constructor(title: string) {
    super(`${title} is deleted: restore it first`);
  }
}
