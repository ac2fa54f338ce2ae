import { isUtf8 } from 'node:buffer';
import type { ErrorDetail } from '../../kernel/errors.js';
import { BadRequestError, ValidationError } from '../../kernel/errors.js';

export const DEEPEST_NESTING = 64;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BYTE_ORDER_MARK = '\uFEFF';
const LONE_SURROGATE = /\p{Surrogate}/u;
const MOST_FAULTS = 20;

function isOpening(byte: number): boolean {
  return byte === 0x5b || byte === 0x7b;
}

function isClosing(byte: number): boolean {
  return byte === 0x5d || byte === 0x7d;
}

/** Whether brackets nest deeper than allowed; stops at the first that does, before anything is parsed. */
function nestsTooDeep(bytes: Buffer): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    if (inString) {
      if (byte === BACKSLASH) index += 1;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) {
      inString = true;
    } else if (isOpening(byte)) {
      depth += 1;
      if (depth > DEEPEST_NESTING) return true;
    } else if (isClosing(byte)) {
      depth -= 1;
    }
  }
  return false;
}

function isStorable(text: string): boolean {
  return !text.includes('\u0000') && !LONE_SURROGATE.test(text);
}

function pathTo(parent: string, key: string): string {
  return parent === '' ? key : `${parent}.${key}`;
}

function refusePrototypeKey(key: string, value: unknown): void {
  const forbidden =
    key === '__proto__' ||
    (key === 'constructor' &&
      typeof value === 'object' &&
      value !== null &&
      Object.hasOwn(value, 'prototype'));
  if (forbidden) throw new BadRequestError(`The key ${key} is not allowed`);
}

/** Walks a parsed value (its depth is known to be bounded) and notes the texts that no database can store. */
function inspect(value: unknown, path: string, faults: ErrorDetail[]): void {
  if (faults.length >= MOST_FAULTS) return;
  if (typeof value === 'string') {
    if (!isStorable(value)) {
      faults.push({ field: path, message: 'must not contain NUL characters or unpaired surrogates' });
    }
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    refusePrototypeKey(key, member);
    if (isStorable(key)) inspect(member, pathTo(path, key), faults);
    else faults.push({ field: path, message: 'has a key with NUL characters or unpaired surrogates' });
  }
}

/** Only an escape can bring in a NUL or half a surrogate pair, and only these words a forbidden key. */
function needsInspection(bytes: Buffer): boolean {
  return bytes.includes('\\u') || bytes.includes('__proto__') || bytes.includes('"constructor"');
}

function parse(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw new BadRequestError('The body is not valid UTF-8', undefined, 'MALFORMED_JSON');
  const text = bytes.toString('utf8');
  try {
    return JSON.parse(text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text);
  } catch (cause) {
    throw new BadRequestError('The body is not valid JSON', { cause }, 'MALFORMED_JSON');
  }
}

/**
 * The value of a JSON document; undefined for an empty one. Throws 400 `MALFORMED_JSON`, 400 `BAD_REQUEST` (nesting
 * deeper than 64, keys that reach a prototype), 422 `VALIDATION_ERROR` (NUL characters, unpaired surrogates).
 */
export function parseJsonBody(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  if (nestsTooDeep(bytes)) throw new BadRequestError(`The body nests deeper than ${DEEPEST_NESTING} levels`);
  const value = parse(bytes);
  if (needsInspection(bytes)) {
    const faults: ErrorDetail[] = [];
    inspect(value, '', faults);
    if (faults.length > 0) throw new ValidationError(faults);
  }
  return value;
}
