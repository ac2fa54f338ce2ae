import { readFile, stat } from 'node:fs/promises';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

/** The operating-system user the server runs as. */
export interface ServerAccount {
  uid: number;
  gid: number;
}

const PREFERRED_ACCOUNTS = ['postgres', 'nobody', 'daemon', 'www-data'];

/**
 * PostgreSQL refuses to run as root. Returns undefined when this process is an ordinary user (the server then runs as
 * that user); as root, the owner of an existing cluster, else `postgres`, `nobody` or another existing account.
 *
 * @throws EmbeddedPostgresError NO_UNPRIVILEGED_ACCOUNT
 */
export async function chooseServerAccount(existingCluster: string): Promise<ServerAccount | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await ownerOf(existingCluster);
  if (owner && owner.uid !== 0) return owner;
  const account = pickAccount(await readFile('/etc/passwd', 'utf8').catch(() => ''));
  if (account) return account;
  throw new EmbeddedPostgresError(
    'NO_UNPRIVILEGED_ACCOUNT',
    'PostgreSQL does not run as root and this machine has no other user: start as an ordinary user or set DATABASE_URL.',
  );
}

/** Picks from the text of a passwd file. */
export function pickAccount(passwd: string): ServerAccount | undefined {
  const accounts = passwd
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ uid, gid }) => Number.isInteger(uid) && uid > 0 && Number.isInteger(gid));
  const preferred = PREFERRED_ACCOUNTS.map((name) => accounts.find((account) => account.name === name));
  const chosen = preferred.find((account) => account !== undefined) ?? accounts[0];
  return chosen && { uid: chosen.uid, gid: chosen.gid };
}

async function ownerOf(path: string): Promise<ServerAccount | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found && { uid: found.uid, gid: found.gid };
}
