import { createHmac, timingSafeEqual } from 'node:crypto';
import { BadRequestError } from '../../../kernel/errors.js';

export type CursorValue = string | number | boolean | null;

/** Where the next page begins. */
export interface CursorPosition {
  /** Of the last row: one for each key of the order. */
  readonly values: readonly CursorValue[];
  readonly id: string;
  /** What `now` is for relative dates, in milliseconds since the Unix epoch: the same on every page. */
  readonly now?: number | undefined;
}

/** Opaque, signed cursors: one from another query or tenant, or changed by hand, is refused with 400. */
export class CursorCodec {
  constructor(private readonly secret: string) {}

  encode({ values, id, now }: CursorPosition, query: string): string {
    const parts = now === undefined ? [values, id] : [values, id, now];
    const body = Buffer.from(JSON.stringify(parts)).toString('base64url');
    return `${body}.${this.sign(body, query)}`;
  }

  /** @throws {BadRequestError} */
  decode(cursor: string, query: string): CursorPosition {
    const [body, signature, rest] = cursor.split('.');
    if (body === undefined || signature === undefined || rest !== undefined) throw invalid();
    const expected = Buffer.from(this.sign(body, query));
    const given = Buffer.from(signature);
    if (expected.length !== given.length || !timingSafeEqual(expected, given)) throw invalid();
    const [values, id, now] = JSON.parse(Buffer.from(body, 'base64url').toString()) as [
      CursorValue[],
      string,
      number?,
    ];
    return { values, id, now };
  }

  private sign(body: string, query: string): string {
    return createHmac('sha256', this.secret)
      .update(`cursor\n${query}\n${body}`)
      .digest('base64url')
      .slice(0, 22);
  }
}

function invalid(): BadRequestError {
  const message = 'The cursor does not belong to this query';
  return new BadRequestError(message, { details: [{ field: 'cursor', message }] });
}
