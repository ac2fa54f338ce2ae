import { types } from 'node:util';

/**
 * The `code` of a Node or undici error; of the first of several when connecting to each address failed.
 * Asks Node rather than `instanceof`, which does not know the errors of another realm.
 */
export function errorCode(error: unknown): string | undefined {
  if (!types.isNativeError(error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'errors' in error && Array.isArray(error.errors) ? errorCode(error.errors[0]) : undefined;
}
