import { chmod, copyFile, lstat, mkdir, mkdtemp, readdir, rename, rm, stat, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { accountCanEnter } from './account-can-enter.js';
import { errorCode } from './error-code.js';
import { executable } from './postgres-package.js';
import type { PostgresPackage } from './postgres-package.js';
import type { ServerAccount } from './server-account.js';

const EXECUTABLE = 0o111;

/**
 * Returns a folder with `bin`, `lib`, `share` the server's account can run from: the npm package itself, completed
 * where npm skipped its install script, else a copy in `home` (60 MB, once per version).
 */
export async function prepareBinaries(
  source: PostgresPackage,
  home: string,
  account: ServerAccount | undefined,
): Promise<string> {
  if (await isReachable(source, account)) {
    const missing = await missingLinks(source.native, source.links);
    if (missing.length === 0 && (await isExecutable(source.native))) return source.native;
    if (await completeInPlace(source.native, missing)) return source.native;
  }
  return copyInto(home, source);
}

async function isReachable(
  { native }: PostgresPackage,
  account: ServerAccount | undefined,
): Promise<boolean> {
  const samples = [
    executable(native, 'postgres'),
    join(native, 'lib'),
    join(native, 'share', 'postgresql', 'postgres.bki'),
  ];
  const answers = await Promise.all(
    samples.map(async (path) => (await exists(path)) && (await accountCanEnter(account, path))),
  );
  return answers.every(Boolean);
}

async function missingLinks(
  native: string,
  links: PostgresPackage['links'],
): Promise<PostgresPackage['links']> {
  const present = await Promise.all(links.map(({ from }) => exists(join(native, from))));
  return links.filter((_, index) => !present[index]);
}

async function isExecutable(native: string): Promise<boolean> {
  if (process.platform === 'win32') return true;
  const modes = await Promise.all(
    (['initdb', 'postgres'] as const).map(async (name) => (await stat(executable(native, name))).mode),
  );
  return modes.every((mode) => (mode & EXECUTABLE) === EXECUTABLE);
}

async function completeInPlace(native: string, missing: PostgresPackage['links']): Promise<boolean> {
  try {
    await makeLinks(native, missing);
    for (const name of await readdir(join(native, 'bin'))) await chmod(join(native, 'bin', name), 0o755);
    return true;
  } catch (error) {
    if (isReadOnly(error)) return false;
    throw error;
  }
}

async function makeLinks(native: string, links: PostgresPackage['links']): Promise<void> {
  for (const { from, to } of links) {
    await symlink(basename(to), join(native, from)).catch((error: unknown) => {
      if (errorCode(error) !== 'EEXIST') throw error;
    });
  }
}

async function copyInto(home: string, source: PostgresPackage): Promise<string> {
  const target = join(home, `binaries-${source.version}`);
  if (await exists(target)) return target;
  const draft = await mkdtemp(`${target}.draft-`);
  await copyTree(source.native, draft);
  await makeLinks(draft, await missingLinks(draft, source.links));
  for (const name of await readdir(join(draft, 'bin'))) await chmod(join(draft, 'bin', name), 0o755);
  await rename(draft, target).catch(async (error: unknown) => {
    await rm(draft, { recursive: true, force: true });
    if (!['ENOTEMPTY', 'EEXIST'].includes(errorCode(error) ?? '')) throw error;
  });
  return target;
}

// Sets modes itself: an install under umask 077 leaves files only their owner can read.
async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await copyTree(source, target);
    else if (entry.isFile()) {
      await copyFile(source, target);
      await chmod(target, 0o644);
    }
  }
}

function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

function isReadOnly(error: unknown): boolean {
  return ['EACCES', 'EPERM', 'EROFS'].includes(errorCode(error) ?? '');
}
