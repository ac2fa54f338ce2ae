import { BadRequestError } from '../../kernel/errors.js';

/** A query parameter that is `true` or `false`; absent it is false. @throws {BadRequestError} */
export function readFlag(query: Readonly<Record<string, unknown>>, name: string): boolean {
  const value = query[name];
  if (value === undefined || value === 'false') return false;
  if (value === 'true') return true;
  const message = 'must be true or false';
  throw new BadRequestError(`${name} ${message}`, { details: [{ field: name, message }] });
}
