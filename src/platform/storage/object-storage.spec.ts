import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hasS3Server, startS3Server } from '../../../test/support/s3-server.js';
import { newId } from '../../kernel/identifiers.js';
import { sha256Hex } from '../crypto/index.js';
import { DiskStorage } from './disk-storage.js';
import { ObjectMissingError } from './object-errors.js';
import { objectKey } from './object-key.js';
import type { ObjectStorage } from './object-storage.js';
import { S3Storage } from './s3-storage.js';

const MEBIBYTE = 1024 * 1024;

interface Store {
  readonly storage: ObjectStorage;
  /** Names of everything that is stored, parts of objects too. */
  contents(): Promise<string[]>;
  close(): Promise<void>;
}

async function onDisk(): Promise<Store> {
  const folder = await mkdtemp(join(tmpdir(), 'objects-'));
  const contents = async () => {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  };
  return {
    storage: new DiskStorage(folder),
    contents,
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

async function inS3(): Promise<Store> {
  const server = await startS3Server();
  const storage = new S3Storage(server.settings);
  const close = async () => {
    storage.onApplicationShutdown();
    await server.close();
  };
  return { storage, contents: () => server.list(), close };
}

/** In chunks that no part ends with, each with its place in it. */
function* chunksOf(size: number): Generator<Buffer> {
  for (let place = 0; place < size; place += 60_000) {
    yield Buffer.alloc(Math.min(60_000, size - place), `${place} `);
  }
}

const bytesOf = (size: number) => Buffer.concat([...chunksOf(size)]);

const stores = [
  { name: 'a folder', start: onDisk },
  ...(hasS3Server() ? [{ name: 'the S3 API', start: inS3 }] : []),
];
if (stores.length < 2) process.stderr.write('versitygw is not installed: the S3 API is not tried.\n');

describe.each(stores)('objects in $name', ({ start }) => {
  let store: Store;
  const tenantId = newId();
  const newKey = (tenant = tenantId) => objectKey(tenant, 'attachments', newId());
  const write = (key: string, text: string) =>
    store.storage.write(key, Readable.from([Buffer.from(text)]), 100);

  beforeAll(async () => {
    store = await start();
  });

  afterAll(() => store.close());

  // Less than a part, exactly two parts, and more than fits into memory at once.
  it.each([1, 10 * MEBIBYTE, 12 * MEBIBYTE + 7])('come back as they were: %i bytes', async (size) => {
    const key = newKey();
    const written = await store.storage.write(key, Readable.from(chunksOf(size)), size);
    const bytes = bytesOf(size);
    expect(written).toEqual({ size, sha256: sha256Hex(bytes) });
    const read = await buffer(await store.storage.read(key));
    expect(sha256Hex(read)).toBe(written.sha256);
    await store.storage.remove(key);
  });

  it('give a range, both ends of it', async () => {
    const key = newKey();
    await write(key, '0123456789');
    for (const [first, last, text] of [
      [0, 0, '0'],
      [3, 6, '3456'],
      [7, 9, '789'],
    ] as const)
      expect(String(await buffer(await store.storage.read(key, { first, last })))).toBe(text);
  });

  it('are refused over the limit, and leave nothing', async () => {
    for (const size of [101, 11 * MEBIBYTE]) {
      const key = newKey();
      const before = await store.contents();
      const limit = size - 1;
      await expect(store.storage.write(key, Readable.from(chunksOf(size)), limit)).rejects.toMatchObject({
        status: 413,
      });
      await expect(store.storage.read(key)).rejects.toThrow(ObjectMissingError);
      expect(await store.contents()).toEqual(before);
    }
  });

  it('leave nothing when their stream fails, and fail with its error', async () => {
    const key = newKey();
    const before = await store.contents();
    function* failing(): Generator<Buffer> {
      yield* chunksOf(11 * MEBIBYTE);
      throw new Error('The line is dead');
    }
    await expect(store.storage.write(key, Readable.from(failing()), 99 * MEBIBYTE)).rejects.toThrow(
      'The line is dead',
    );
    await expect(store.storage.read(key)).rejects.toThrow(ObjectMissingError);
    expect(await store.contents()).toEqual(before);
  });

  it('are gone when they are removed, which may be said twice', async () => {
    const key = newKey();
    await write(key, 'x');
    for (let times = 0; times < 2; times += 1) await store.storage.remove(key);
    await expect(store.storage.read(key)).rejects.toThrow(ObjectMissingError);
  });

  it('of one tenant are removed together, and nothing of another', async () => {
    const [leaving, staying] = [newId(), newId()];
    const kept = newKey(staying);
    const removed = [newKey(leaving), newKey(leaving), objectKey(leaving, 'exports', newId())];
    for (const key of [kept, ...removed]) await write(key, 'x');
    for (let times = 0; times < 2; times += 1) await store.storage.removeAllOf(leaving);
    for (const key of removed) await expect(store.storage.read(key)).rejects.toThrow(ObjectMissingError);
    expect(String(await buffer(await store.storage.read(kept)))).toBe('x');
  });

  it.each([
    '',
    '../x',
    `${newId()}/attachments/../x`,
    `${newId()}/a b/${newId()}`,
    `/${newId()}/x/${newId()}`,
  ])('have no such key: %j', async (key) => {
    await expect(write(key, 'x')).rejects.toThrow('key');
    await expect(store.storage.read(key)).rejects.toThrow('key');
    await expect(store.storage.remove(key)).rejects.toThrow('key');
    await expect(store.storage.removeAllOf(key)).rejects.toThrow('tenant');
  });
});
