import { randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from './error-code.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

/**
 * The superuser's password: made with the first cluster, kept in `dataDir/password` with mode 0600.
 *
 * @throws EmbeddedPostgresError DATA_NOT_ACCESSIBLE when a cluster exists and its password cannot be read
 */
export async function loadPassword(dataDir: string, clusterExists: boolean): Promise<string> {
  const path = join(dataDir, 'password');
  const kept = await readIfPresent(path);
  if (kept !== undefined) return kept;
  if (clusterExists) throw unreadable(path);
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  await writeFile(draft, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' });
  try {
    // link() fails when another process was first, and never shows a half-written file.
    await link(draft, path);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return readFile(path, 'utf8');
}

async function readIfPresent(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw unreadable(path, error);
  }
}

function unreadable(path: string, cause?: unknown): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'DATA_NOT_ACCESSIBLE',
    `${path} holds the password of the embedded PostgreSQL and cannot be read: restore it, or run as the user who first started the server.`,
    { cause },
  );
}
