import { readlink, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { SUPERUSER } from './initialise-cluster.js';
import { readPostmasterFile } from './postmaster-file.js';
import type { PostmasterFile } from './postmaster-file.js';
import { isProcessAlive } from './process-alive.js';

const POLL_MS = 25;
const SETTLE_MS = 30_000;

/**
 * The server of this very cluster that an earlier process left running: its pid is alive, it serves this folder and it
 * takes our password. One that is just starting or stopping is waited for. A postmaster.pid whose number now belongs to
 * some other program is removed, because postgres itself would take that program for a server.
 */
export async function findRunningServer(
  cluster: string,
  password: string,
): Promise<PostmasterFile | undefined> {
  const deadline = Date.now() + SETTLE_MS;
  for (;;) {
    const file = await readPostmasterFile(cluster);
    if (!file || !isProcessAlive(file.pid)) return undefined;
    const folder = await workingFolder(file.pid);
    if (folder !== undefined && folder !== (await realpath(cluster))) {
      await rm(join(cluster, 'postmaster.pid'), { force: true });
      return undefined;
    }
    if (file.status === 'ready' && (await servesCluster(file, cluster, password))) return file;
    if (Date.now() > deadline) return undefined;
    await pause(POLL_MS);
  }
}

// A postmaster's working folder is its data folder. Undefined where the system has no /proc or does not tell.
function workingFolder(pid: number): Promise<string | undefined> {
  return readlink(`/proc/${pid}/cwd`).catch(() => undefined);
}

async function servesCluster(file: PostmasterFile, cluster: string, password: string): Promise<boolean> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port: file.port,
    user: SUPERUSER,
    password,
    database: 'postgres',
    ssl: false,
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ folder: string }>(
      `SELECT current_setting('data_directory') AS folder`,
    );
    return rows[0] !== undefined && (await realpath(rows[0].folder)) === (await realpath(cluster));
  } catch {
    return false;
  } finally {
    await client.end();
  }
}
