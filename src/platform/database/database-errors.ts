import { types } from 'node:util';
import pg from 'pg';
import { DomainError, UnavailableError } from '../../kernel/errors.js';

/** The connection went away, the server is starting or stopping, or it has no room. */
const UNAVAILABLE = new Set([
  '57P01',
  '57P02',
  '57P03',
  '08000',
  '08003',
  '08006',
  '08001',
  '53300',
  '55006',
  '3D000',
]);
const SOCKET = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** The five-character SQLSTATE, or the socket error's code. */
export function databaseErrorCode(error: unknown): string | undefined {
  if (!types.isNativeError(error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Deadlock, or a write that cannot be put in order with another: the same transaction may well pass the next time. */
const COLLISIONS = new Set(['40P01', '40001']);

/** Whether the server ended a transaction for the sake of another one. */
export function isCollision(error: unknown): boolean {
  const cause = error instanceof DomainError ? error.cause : error;
  return COLLISIONS.has(databaseErrorCode(cause) ?? '');
}

export interface ConstraintViolation {
  readonly code: string;
  readonly table: string | undefined;
  /** Its name; of a column that must have a value, the column's. */
  readonly constraint: string;
  /** The first column of the key, when the server says it. */
  readonly column: string | undefined;
}

/** A column without a value that must have one. */
export const NOT_NULL = '23502';

/** The constraint that a write violated, when `error` is such a violation. */
export function violatedConstraint(error: unknown): ConstraintViolation | undefined {
  if (!(error instanceof pg.DatabaseError) || error.code === undefined) return undefined;
  const { code, table, detail } = error;
  // The server names no constraint then, even where there is one with a name.
  const constraint = code === NOT_NULL ? error.column : error.constraint;
  if (constraint === undefined) return undefined;
  return { code, table, constraint, column: code === NOT_NULL ? constraint : columnOfKey(detail) };
}

/** The first column of the key that the detail of a violation tells: `Key (lower(email))=(…) already exists.` */
export function columnOfKey(detail: string | null | undefined): string | undefined {
  return /Key \((?:lower\()?"?([a-z_]+)"?/.exec(detail ?? '')?.[1];
}

export function isConnectionLoss(error: unknown): boolean {
  const code = databaseErrorCode(error);
  if (code !== undefined) return UNAVAILABLE.has(code) || SOCKET.has(code);
  return (
    error instanceof Error &&
    /Connection terminated|Client was closed|not queryable|timeout expired|timeout exceeded when trying to connect/.test(
      error.message,
    )
  );
}

/** Turns what the server says about itself into answers a caller can act on; the rest passes unchanged. */
export function translateDatabaseError(error: unknown): unknown {
  if (error instanceof DomainError) return error;
  if (isConnectionLoss(error)) return new UnavailableError('The database is not available', 1, error);
  const code = databaseErrorCode(error);
  if (code === '57014')
    return new DomainError(503, 'TIMEOUT', 'The request took too long', {
      retryAfterSeconds: 1,
      cause: error,
    });
  if (isCollision(error)) return new UnavailableError('The request met another one; try again', 1, error);
  return error;
}
