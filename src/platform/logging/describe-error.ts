import { types } from 'node:util';

/** An error as a log line holds it. */
export interface ErrorDescription {
  readonly type: string;
  readonly message: string;
  /** Frames alone: the head of a stack repeats the message. */
  readonly stack: string;
  readonly cause?: ErrorDescription;
  readonly errors?: readonly ErrorDescription[];
  readonly [fact: string]: unknown;
}

/**
 * Facts that name the fault and no person. All else an error carries stays out of the log: `detail` and `where` of
 * PostgreSQL, `parameters` of TypeORM and `command` of Redis hold the values of rows.
 */
const FACTS = [
  'code',
  'errno',
  'syscall',
  'address',
  'port',
  'severity',
  'schema',
  'table',
  'column',
  'constraint',
  'routine',
  'status',
];
/** SQLSTATE class 22: the message itself quotes the value that did not fit. */
const DATA_EXCEPTION = /^22[0-9A-Z]{3}$/;
const DEEPEST_CAUSE = 5;
const MOST_ERRORS = 5;

/** Describes anything thrown without the data it was about. What is no error is named by its type. */
export function describeError(error: unknown, depth = 0): ErrorDescription {
  if (!isError(error))
    return { type: typeof error, message: 'Something that is no error was thrown', stack: '' };
  const facts = FACTS.flatMap((name) => {
    const value: unknown = Reflect.get(error, name);
    return typeof value === 'string' || typeof value === 'number' ? [[name, value] as const] : [];
  });
  return {
    ...Object.fromEntries(facts),
    type: error.name,
    message: messageOf(error),
    stack: framesOf(error),
    ...(isError(error.cause) && depth < DEEPEST_CAUSE && { cause: describeError(error.cause, depth + 1) }),
    ...(error instanceof AggregateError &&
      depth < DEEPEST_CAUSE && {
        errors: error.errors.slice(0, MOST_ERRORS).map((one: unknown) => describeError(one, depth + 1)),
      }),
  };
}

function isError(value: unknown): value is Error {
  return types.isNativeError(value) || value instanceof Error;
}

function messageOf(error: Error): string {
  const code: unknown = Reflect.get(error, 'code');
  const quotesData = typeof code === 'string' && DATA_EXCEPTION.test(code);
  return quotesData ? error.message.replace(/"[^]*"/, '"[redacted]"') : error.message;
}

function framesOf(error: Error): string {
  const stack = error.stack ?? '';
  const first = stack.indexOf('\n    at ');
  return first === -1 ? '' : stack.slice(first + 1);
}
