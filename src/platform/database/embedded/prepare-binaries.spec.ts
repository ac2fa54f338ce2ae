import { execFile } from 'node:child_process';
import { chmod, cp, lstat, mkdtemp, rm, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { itWhere } from '../../../../test/support/only-where.js';
import { executable, findPostgresPackage } from './postgres-package.js';
import type { PostgresPackage } from './postgres-package.js';
import { prepareBinaries } from './prepare-binaries.js';

const run = promisify(execFile);
const ACCOUNT = { uid: 65534, gid: 65534 };
const itAsRoot = itWhere(process.getuid?.() === 0);

let folder: string;
let bare: PostgresPackage;

/** The package as npm unpacks it with install scripts switched off: no links, no executable bits. */
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'binaries-spec-'));
  await chmod(folder, 0o755);
  const installed = await findPostgresPackage();
  bare = { ...installed, native: join(folder, 'package', 'native') };
  await cp(installed.native, bare.native, { recursive: true, verbatimSymlinks: true });
  for (const { from } of bare.links) await unlink(join(bare.native, from));
  for (const name of ['initdb', 'postgres'] as const) await chmod(executable(bare.native, name), 0o644);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('prepareBinaries', () => {
  it('completes the package in place', async () => {
    expect(await prepareBinaries(bare, folder, undefined)).toBe(bare.native);
    const { stdout } = await run(executable(bare.native, 'initdb'), ['--version']);
    expect(stdout).toContain('PostgreSQL) 18');
    for (const { from } of bare.links)
      expect((await lstat(join(bare.native, from))).isSymbolicLink()).toBe(true);
  });

  itAsRoot('copies them once to where the account can enter', async () => {
    await chmod(join(folder, 'package'), 0o700);
    const copy = await prepareBinaries(bare, folder, ACCOUNT);
    expect(copy).toBe(join(folder, `binaries-${bare.version}`));
    const { stdout } = await run(executable(copy, 'initdb'), ['--version'], { ...ACCOUNT, cwd: '/' });
    expect(stdout).toContain('PostgreSQL) 18');
    const { ino } = await lstat(executable(copy, 'postgres'));
    await prepareBinaries(bare, folder, ACCOUNT);
    expect((await lstat(executable(copy, 'postgres'))).ino).toBe(ino);
  });
});
