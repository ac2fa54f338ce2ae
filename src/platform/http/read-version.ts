import { ValidationError } from '../../kernel/errors.js';

const LARGEST_VERSION = 2_147_483_647;

/** The `version` of a body, which acts as If-Match; undefined without one. @throws {ValidationError} */
export function readVersion(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const version = Number.isInteger(value) ? Number(value) : 0;
  if (version >= 1 && version <= LARGEST_VERSION) return version;
  throw new ValidationError([{ field: 'version', message: 'must be a whole number from 1' }]);
}
