import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const FILE = 'secrets.json';

/** The secrets of a development installation: made once, kept in its data folder, readable by its owner only. */
export async function loadDevelopmentSecrets(dataDir: string): Promise<Record<string, string>> {
  await mkdir(dataDir, { recursive: true });
  const file = join(dataDir, FILE);
  const secrets = {
    JWT_SECRET: randomBytes(48).toString('base64url'),
    ENCRYPTION_KEYS: `development:${randomBytes(32).toString('base64')}`,
    OPERATOR_TOKEN: randomBytes(32).toString('base64url'),
  };
  // Written whole under another name, then linked: a kill in the middle leaves no half file, a race one winner.
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  await writeFile(draft, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  try {
    await link(draft, file);
    return secrets;
  } catch {
    return JSON.parse(await readFile(file, 'utf8')) as Record<string, string>;
  } finally {
    await rm(draft);
  }
}
