import { createHash } from 'node:crypto';
import { access, chown, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorCode } from './error-code.js';
import { accountCanEnter } from './account-can-enter.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import type { ServerAccount } from './server-account.js';

const POINTER = 'location';
// tmpdir comes last: some systems empty it at boot.
const SHARED_FOLDERS = ['/var/lib', '/var/tmp', tmpdir()];

/** The folder named by the pointer file of an earlier start, else `dataDir` itself. */
export async function recordedHome(dataDir: string): Promise<string> {
  const recorded = await readFile(join(dataDir, POINTER), 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (recorded === undefined) return dataDir;
  const home = recorded.trim();
  await access(home).catch((cause: unknown) => {
    throw new EmbeddedPostgresError(
      'DATA_MOVED',
      `The data of ${dataDir} was kept in ${home}, which is gone. Restore it, or remove ${join(dataDir, POINTER)} to start empty.`,
      { cause },
    );
  });
  return home;
}

/**
 * Where cluster and copied binaries live: `dataDir` when the server's account can enter it, else a private folder of
 * that account under /var/lib (or a temporary folder), whose path is recorded in `dataDir/location`.
 */
export async function settleHome(dataDir: string, account: ServerAccount | undefined): Promise<string> {
  const recorded = await recordedHome(dataDir);
  if (recorded !== dataDir || !account || (await accountCanEnter(account, dataDir))) return recorded;
  const home = await createPrivateFolder(dataDir, account);
  await writeFile(join(dataDir, POINTER), `${home}\n`);
  return home;
}

async function createPrivateFolder(dataDir: string, account: ServerAccount): Promise<string> {
  const key = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  let lastError: unknown;
  for (const base of SHARED_FOLDERS) {
    try {
      await mkdir(base, { recursive: true });
      if (!(await accountCanEnter(account, base))) continue;
      // A fresh unique name: nobody can have prepared it, and a removed dataDir never brings old data back.
      const home = await mkdtemp(join(base, `embedded-postgres-${key}-`));
      await chown(home, account.uid, account.gid);
      return home;
    } catch (error) {
      lastError = error;
    }
  }
  throw new EmbeddedPostgresError(
    'DATA_NOT_ACCESSIBLE',
    `The server's user cannot enter ${dataDir}, nor any of ${SHARED_FOLDERS.join(', ')}: set DATA_DIR to another folder.`,
    { cause: lastError },
  );
}
