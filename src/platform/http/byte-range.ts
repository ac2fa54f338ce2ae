import { DomainError } from '../../kernel/errors.js';
import type { AnsweredRange } from './file-answer.js';

const RANGE = /^bytes=(\d{0,15})-(\d{0,15})$/;

/** 416: there are no such bytes. */
export class RangeNotSatisfiableError extends DomainError {
  constructor(readonly size: number) {
    super(416, 'RANGE_NOT_SATISFIABLE', `The file has ${size} bytes`);
  }
}

/**
 * The one range that a `Range` header asks for. Several, or what is no range, mean the whole file: undefined.
 *
 * @param size of the file, in bytes
 * @throws {RangeNotSatisfiableError} 416
 */
export function readRange(header: string | undefined, size: number): AnsweredRange | undefined {
  const [, from = '', to = ''] = RANGE.exec(header ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (from !== '' && to !== '' && Number(to) < Number(from)) return undefined;
  if (first > last) throw new RangeNotSatisfiableError(size);
  return { first, last };
}
