import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ObjectMissingError, StorageUnavailableError } from './object-errors.js';
import { type ByteRange, ObjectStorage } from './object-storage.js';

const DISK_ERRORS: ReadonlySet<string> = new Set([
  ...['ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'EACCES', 'EPERM', 'EMFILE', 'ENFILE', 'EBUSY'],
  ...['ENOENT', 'ENOTDIR', 'EISDIR', 'EEXIST', 'ENAMETOOLONG'],
]);
/** Beside an object that is being written. */
const PART = '.part';

/** Objects as files in a folder: one below it for each tenant, and in that one for each purpose. */
export class DiskStorage extends ObjectStorage {
  /** @param folder absolute; made when the first object comes */
  constructor(private readonly folder: string) {
    super();
  }

  /** On the disk before it has its name, so that after a loss of power a file of this name is whole. */
  protected async put(key: string, source: Readable): Promise<void> {
    const path = join(this.folder, key);
    const part = `${path}${PART}`;
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const file = await open(part, 'wx', 0o600);
      await pipeline(source, file.createWriteStream({ flush: true }));
      await rename(part, path);
      await syncFolder(dirname(path));
    } catch (error) {
      await rm(part, { force: true });
      throw isOfTheDisk(error) ? new StorageUnavailableError(error) : error;
    }
  }

  protected async open(key: string, range: ByteRange | undefined): Promise<Readable> {
    try {
      const file = await open(join(this.folder, key), 'r');
      return file.createReadStream(range && { start: range.first, end: range.last });
    } catch (error) {
      if (codeOf(error) === 'ENOENT') throw new ObjectMissingError(key, error);
      throw new StorageUnavailableError(error);
    }
  }

  protected async delete(key: string): Promise<void> {
    const path = join(this.folder, key);
    await this.discard(path);
    await this.discard(`${path}${PART}`);
  }

  protected deleteAllOf(tenantId: string): Promise<void> {
    return this.discard(join(this.folder, tenantId));
  }

  private async discard(path: string): Promise<void> {
    try {
      await rm(path, { force: true, recursive: true });
    } catch (error) {
      throw new StorageUnavailableError(error);
    }
  }
}

/** A new name is safe once its folder is. Some systems open no folders: those see to it themselves. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  if (folder === undefined) return;
  try {
    await folder.sync();
  } catch (error) {
    if (codeOf(error) !== 'EPERM' && codeOf(error) !== 'EINVAL') throw error;
  } finally {
    await folder.close();
  }
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

/** Whether it is the disk that failed, and not where the bytes come from. */
function isOfTheDisk(error: unknown): boolean {
  return DISK_ERRORS.has(codeOf(error));
}
