import { DomainError } from '../../kernel/errors.js';

/** 410: the record has been erased for good; nothing of it is left. */
export class RecordErasedError extends DomainError {
  /** @param title `Contact` */
  constructor(title: string) {
    super(410, 'ERASED', `${title} has been erased for good`);
  }
}
