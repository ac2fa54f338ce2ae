import { execFile } from 'node:child_process';
import { access, chmod, chown, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect, promisify } from 'node:util';
import { errorCode } from './error-code.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { executable } from './postgres-package.js';
import { isProcessAlive } from './process-alive.js';
import type { ServerAccount } from './server-account.js';

const run = promisify(execFile);
const DRAFT_PREFIX = 'cluster.draft-';
// pg_trgm asks the operating system what a letter is: under plain C it drops every letter beyond ASCII.
const CHARACTER_TYPES = ['C.UTF-8', 'en_US.UTF-8', 'C'];
export const SUPERUSER = 'postgres';

/**
 * Makes `home/cluster` unless it is there. initdb works in a draft folder that is renamed when complete, so a process
 * killed half-way leaves nothing that looks like a cluster; the next start removes the draft.
 */
export async function initialiseCluster(options: {
  home: string;
  native: string;
  password: string;
  account: ServerAccount | undefined;
  durable: boolean;
}): Promise<string> {
  const cluster = join(options.home, 'cluster');
  if (await exists(cluster)) return cluster;
  await removeDeadDrafts(options.home);

  const draft = join(options.home, `${DRAFT_PREFIX}${process.pid}`);
  const passwordFile = `${draft}.password`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  await writeFile(passwordFile, options.password, { mode: 0o600 });
  // Tools may run under any umask; initdb insists on 0700 or 0750.
  await chmod(draft, 0o700);
  if (options.account) {
    for (const path of [draft, passwordFile]) await chown(path, options.account.uid, options.account.gid);
  }
  try {
    await runInitdb(executable(options.native, 'initdb'), draft, passwordFile, options);
  } catch (cause) {
    await rm(draft, { recursive: true, force: true });
    const message = `initdb failed in ${options.home}: ${standardError(cause)}`;
    throw new EmbeddedPostgresError('INITIALISE_FAILED', message, { cause });
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(draft, cluster).catch(async (error: unknown) => {
    await rm(draft, { recursive: true, force: true });
    if (!['ENOTEMPTY', 'EEXIST'].includes(errorCode(error) ?? '')) throw error;
  });
  return cluster;
}

async function runInitdb(
  program: string,
  draft: string,
  passwordFile: string,
  { native, account, durable }: { native: string; account: ServerAccount | undefined; durable: boolean },
): Promise<void> {
  for (const characterType of CHARACTER_TYPES) {
    try {
      const settings = initdbArguments(draft, passwordFile, characterType, durable);
      await run(program, settings, { ...account, cwd: native, windowsHide: true });
      return;
    } catch (error) {
      const isLast = characterType === CHARACTER_TYPES.at(-1);
      if (isLast || !standardError(error).includes('invalid locale name')) throw error;
    }
  }
}

function initdbArguments(
  draft: string,
  passwordFile: string,
  characterType: string,
  durable: boolean,
): string[] {
  return [
    `--pgdata=${draft}`,
    `--pwfile=${passwordFile}`,
    `--username=${SUPERUSER}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // The builtin provider sorts and folds alike on every operating system, and no upgrade of one changes an index.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    `--lc-ctype=${characterType}`,
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ];
}

function standardError(error: unknown): string {
  const isFailedRun = typeof error === 'object' && error !== null && 'stderr' in error;
  return isFailedRun && typeof error.stderr === 'string' && error.stderr !== ''
    ? error.stderr.trim()
    : inspect(error);
}

async function removeDeadDrafts(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    const owner = new RegExp(`^${DRAFT_PREFIX}(\\d+)`).exec(name)?.[1];
    if (owner !== undefined && !isProcessAlive(Number(owner))) {
      await rm(join(home, name), { recursive: true, force: true });
    }
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
