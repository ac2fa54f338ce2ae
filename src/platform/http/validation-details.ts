import type { ValidationError } from 'class-validator';
import type { ErrorDetail } from '../../kernel/errors.js';

const MOST_DETAILS = 100;
const UNKNOWN_FIELD = 'whitelistValidation';

function collect(errors: readonly ValidationError[], parent: string, details: ErrorDetail[]): void {
  for (const error of errors) {
    if (details.length >= MOST_DETAILS) return;
    const field = parent === '' ? error.property : `${parent}.${error.property}`;
    for (const [name, message] of Object.entries(error.constraints ?? {})) {
      details.push({ field, message: name === UNKNOWN_FIELD ? 'is not a known field' : message });
    }
    collect(error.children ?? [], field, details);
  }
}

/** Validation errors as a flat list with dotted paths (`address.street`, `items.0.name`), at most about 100. */
export function toErrorDetails(errors: readonly ValidationError[]): ErrorDetail[] {
  const details: ErrorDetail[] = [];
  collect(errors, '', details);
  return details;
}
