import { realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ServerAccount } from './server-account.js';

const READ = 0o4;
const ENTER = 0o1;

/** Whether `account` may read `path` and enter every folder down to it, by mode bits. Undefined account: this process. */
export async function accountCanEnter(account: ServerAccount | undefined, path: string): Promise<boolean> {
  if (!account) return true;
  const real = await realpath(path);
  const needed = (await stat(real)).isDirectory() ? READ | ENTER : READ;
  if (!(await grants(account, real, needed))) return false;
  for (let folder = dirname(real); ; folder = dirname(folder)) {
    if (!(await grants(account, folder, ENTER))) return false;
    if (folder === dirname(folder)) return true;
  }
}

async function grants(account: ServerAccount, path: string, bits: number): Promise<boolean> {
  const { mode, uid, gid } = await stat(path);
  const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0;
  return ((mode >> shift) & bits) === bits;
}
