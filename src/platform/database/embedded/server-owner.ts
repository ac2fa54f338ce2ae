import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isProcessAlive } from './process-alive.js';

/** Which process stops the server: the one that started or adopted it, named in `dataDir/owner`. */
export async function otherLiveOwner(dataDir: string): Promise<number | undefined> {
  const text = await readFile(ownerFile(dataDir), 'utf8').catch(() => '');
  const pid = Number(text);
  return pid > 0 && pid !== process.pid && isProcessAlive(pid) ? pid : undefined;
}

export async function takeOwnership(dataDir: string): Promise<void> {
  await writeFile(ownerFile(dataDir), String(process.pid));
}

export async function dropOwnership(dataDir: string): Promise<void> {
  await rm(ownerFile(dataDir), { force: true });
}

function ownerFile(dataDir: string): string {
  return join(dataDir, 'owner');
}
