import { describeError } from './describe-error.js';

/** An error in one line of a log message: its kind, its code and a message without row values. */
export function errorLine(error: unknown): string {
  const { type, message, code } = describeError(error);
  return typeof code === 'string' ? `${type} ${code}: ${message}` : `${type}: ${message}`;
}
