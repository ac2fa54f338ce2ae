import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { executable } from './postgres-package.js';
import { readPostmasterFile } from './postmaster-file.js';
import type { ServerAccount } from './server-account.js';
import { serverSettings } from './server-settings.js';

const POLL_MS = 10;
// Replaying the log after a machine crash can take this long.
const READY_MS = 120_000;
const TAIL_LINES = 8;

/** Starts `postgres` and waits until it takes connections. Returns its pid. */
export async function startServerProcess(options: {
  native: string;
  cluster: string;
  port: number;
  durable: boolean;
  account: ServerAccount | undefined;
  logFile: string;
}): Promise<number> {
  const logFile = await open(options.logFile, 'w', 0o600);
  let child: ChildProcess;
  try {
    child = spawn(
      executable(options.native, 'postgres'),
      ['-D', options.cluster, ...serverSettings(options.port, options.durable)],
      {
        ...options.account,
        cwd: options.native,
        // Its own session: Ctrl-C in the terminal must reach this process alone, which then stops the server last.
        detached: true,
        stdio: ['ignore', logFile.fd, logFile.fd],
        windowsHide: true,
      },
    );
  } finally {
    await logFile.close();
  }
  let failure: Error | undefined;
  child.on('error', (error) => (failure = error));
  child.unref();

  const deadline = Date.now() + READY_MS;
  while (Date.now() < deadline) {
    if (failure || child.exitCode !== null || child.signalCode !== null) {
      throw await explain(options.logFile, options.port, failure);
    }
    const file = await readPostmasterFile(options.cluster);
    if (file?.pid === child.pid && file?.status === 'ready') return file.pid;
    await pause(POLL_MS);
  }
  child.kill('SIGQUIT');
  throw await explain(options.logFile, options.port, new Error(`not ready within ${READY_MS / 1000} s`));
}

async function explain(
  logFile: string,
  port: number,
  cause: Error | undefined,
): Promise<EmbeddedPostgresError> {
  const log = await readFile(logFile, 'utf8');
  if (/Address already in use|could not bind/.test(log)) return portTaken(port);
  const tail = log.trim().split('\n').slice(-TAIL_LINES).join(' | ');
  const reason = [cause?.message, tail].filter(Boolean).join(': ');
  return new EmbeddedPostgresError('START_FAILED', `The embedded PostgreSQL did not start: ${reason}`, {
    cause,
  });
}

export function portTaken(port: number): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'PORT_TAKEN',
    `Port ${port} on 127.0.0.1, where the embedded PostgreSQL would listen, is taken by another program: set DATABASE_PORT to a free port.`,
  );
}
