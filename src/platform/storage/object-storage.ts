import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isId } from '../../kernel/identifiers.js';
import { ByteMeter } from './byte-meter.js';
import { assertObjectKey } from './object-key.js';

export interface WrittenObject {
  /** In bytes. */
  readonly size: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** Places of bytes, from 0; both ends belong to it. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * Where the bytes of files are: a folder, or a store behind the S3 API. Keys are made by `objectKey`. An object is
 * whole or not there, and never changes.
 */
export abstract class ObjectStorage {
  /**
   * Stores what the stream gives. When it rejects nothing is readable under the key.
   *
   * @param limit most bytes
   * @throws {ObjectTooLargeError} 413 · {StorageUnavailableError} 503 · what the stream fails with
   */
  async write(key: string, source: Readable, limit: number): Promise<WrittenObject> {
    assertObjectKey(key);
    const meter = new ByteMeter(limit);
    const stored = this.put(key, meter).catch((error: unknown) => {
      meter.destroy(error instanceof Error ? error : new Error(String(error)));
      throw error;
    });
    const [fed, put] = await Promise.allSettled([pipeline(source, meter), stored]);
    if (put.status === 'rejected') throw put.reason;
    if (fed.status === 'rejected') throw fed.reason;
    return { size: meter.counted, sha256: meter.digest() };
  }

  /**
   * The bytes of an object, or those of a range that lies within it.
   *
   * @throws {ObjectMissingError} · {StorageUnavailableError} 503
   */
  async read(key: string, range?: ByteRange): Promise<Readable> {
    assertObjectKey(key);
    return this.open(key, range);
  }

  /** Also of what a write that died left under the key. No error when there is nothing. @throws {StorageUnavailableError} 503 */
  async remove(key: string): Promise<void> {
    assertObjectKey(key);
    await this.delete(key);
  }

  /** Everything that a tenant has. @throws {StorageUnavailableError} 503; some may then be gone already */
  async removeAllOf(tenantId: string): Promise<void> {
    if (!isId(tenantId)) throw new Error('This is no id of a tenant');
    await this.deleteAllOf(tenantId.toLowerCase());
  }

  /** Stores the stream under the key, whole or not at all. A stream that fails rejects it with its own error. */
  protected abstract put(key: string, source: Readable): Promise<void>;
  protected abstract open(key: string, range: ByteRange | undefined): Promise<Readable>;
  protected abstract delete(key: string): Promise<void>;
  protected abstract deleteAllOf(tenantId: string): Promise<void>;
}
