import { type ErrorDetail, ValidationError } from '../../kernel/errors.js';

/** `toString`, `constructor` and the others that every object has: validators look names up in plain objects. */
const NAMES: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

function collect(value: unknown, parent: string, details: ErrorDetail[]): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    const field = parent === '' ? name : `${parent}.${name}`;
    if (NAMES.has(name)) details.push({ field, message: 'is not a known field' });
    else collect(member, field, details);
  }
}

/**
 * Refuses fields named as a member of every object is, at any depth: no DTO has one, and validation would drop them
 * without a word.
 * @throws {ValidationError} naming each
 */
export function refusePrototypeNames(body: unknown): void {
  const details: ErrorDetail[] = [];
  collect(body, '', details);
  if (details.length > 0) throw new ValidationError(details.slice(0, 100));
}
