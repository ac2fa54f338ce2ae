import { createHash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { ObjectTooLargeError } from './object-errors.js';

/** Passes bytes on, counts them and takes their SHA-256; fails at the first byte over the limit. */
export class ByteMeter extends Transform {
  /** Bytes so far. Not called size: a client of S3 would take that for the length of the whole. */
  counted = 0;
  private readonly hash = createHash('sha256');

  /** @param limit in bytes */
  constructor(private readonly limit: number) {
    super();
  }

  /** Lower-case hex; once all bytes have passed. */
  digest(): string {
    return this.hash.digest('hex');
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.counted += chunk.length;
    if (this.counted > this.limit) {
      done(new ObjectTooLargeError(this.limit));
      return;
    }
    this.hash.update(chunk);
    done(null, chunk);
  }
}
