import type { Readable } from 'node:stream';

/** Places of bytes, from 0; both ends belong to it. */
export interface AnsweredRange {
  readonly first: number;
  readonly last: number;
}

/** A file as an answer, of a route with `file`. */
export interface FileAnswer {
  readonly name: string;
  readonly contentType: string;
  /** In bytes. */
  readonly size: number;
  /** Names the bytes: others have another one. Visible ASCII, without quotes. */
  readonly tag: string;
  /** `private, no-store` and the like; default what all answers have. */
  readonly cacheControl?: string;
  /** @param range within the file; undefined for all of it */
  open(range: AnsweredRange | undefined): Promise<Readable>;
}
