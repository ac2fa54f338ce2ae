import { execFile } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { executable } from './postgres-package.js';
import { readPostmasterFile } from './postmaster-file.js';
import { isProcessAlive } from './process-alive.js';

const POLL_MS = 10;
const FAST_MS = 30_000;
const IMMEDIATE_MS = 5_000;

/** Fast shutdown (open transactions are rolled back), waiting for the exit; immediate shutdown when that hangs. */
export async function stopServer(cluster: string, pid: number, native: string): Promise<void> {
  // Another server may have replaced ours: only the pid in the folder may be signalled.
  if ((await readPostmasterFile(cluster))?.pid !== pid) return;
  if (process.platform === 'win32') {
    await promisify(execFile)(executable(native, 'pg_ctl'), ['stop', '-D', cluster, '-m', 'fast', '-w']);
    return;
  }
  signal(pid, 'SIGINT');
  if (await hasEnded(pid, FAST_MS)) return;
  signal(pid, 'SIGQUIT');
  await hasEnded(pid, IMMEDIATE_MS);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (isProcessAlive(pid)) throw error;
  }
}

async function hasEnded(pid: number, milliseconds: number): Promise<boolean> {
  const deadline = Date.now() + milliseconds;
  while (isProcessAlive(pid)) {
    if (Date.now() > deadline) return false;
    await pause(POLL_MS);
  }
  return true;
}
