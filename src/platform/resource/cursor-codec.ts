import { createHmac, timingSafeEqual } from 'node:crypto';
import { BadRequestError } from '../../kernel/errors.js';

/** Where the next page begins: the sort value and id of the last row, bound to the query that produced it. */
export interface CursorPosition {
  readonly value: string | number | boolean | null;
  readonly id: string;
}

/** Opaque, signed cursors: one from another query or tenant, or changed by hand, is refused with 400. */
export class CursorCodec {
  constructor(private readonly secret: string) {}

  encode(position: CursorPosition, query: string): string {
    const body = Buffer.from(JSON.stringify([position.value, position.id])).toString('base64url');
    return `${body}.${this.sign(body, query)}`;
  }

  /** @throws {BadRequestError} */
  decode(cursor: string, query: string): CursorPosition {
    const [body, signature, rest] = cursor.split('.');
    if (body === undefined || signature === undefined || rest !== undefined) throw invalid();
    const expected = Buffer.from(this.sign(body, query));
    const given = Buffer.from(signature);
    if (expected.length !== given.length || !timingSafeEqual(expected, given)) throw invalid();
    const [value, id] = JSON.parse(Buffer.from(body, 'base64url').toString()) as [
      CursorPosition['value'],
      string,
    ];
    return { value, id };
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
