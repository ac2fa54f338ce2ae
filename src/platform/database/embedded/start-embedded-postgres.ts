import { constants, existsSync } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { findRunningServer } from './find-running-server.js';
import { initialiseCluster, SUPERUSER } from './initialise-cluster.js';
import { loadPassword } from './password.js';
import { findPostgresPackage } from './postgres-package.js';
import { prepareBinaries } from './prepare-binaries.js';
import { chooseServerAccount } from './server-account.js';
import { recordedHome, settleHome } from './server-home.js';
import { dropOwnership, otherLiveOwner, takeOwnership } from './server-owner.js';
import { portTaken, startServerProcess } from './server-process.js';
import { stopServer } from './stop-server.js';

export interface EmbeddedPostgresOptions {
  /** Folder for everything the server keeps; made when missing. */
  dataDir: string;
  /** TCP port on 127.0.0.1. */
  port: number;
  /** False trades crash safety for speed (tests). Default true. */
  durable?: boolean;
  log: (message: string) => void;
}

export interface EmbeddedPostgres {
  port: number;
  /** `postgres://` URL of one of its databases, password included. Encoded as node-postgres decodes it. */
  url(database: string): string;
  /** Fast shutdown, waiting for the exit. Does nothing while another live process of the product owns the server. */
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL that comes with the npm packages, or adopts the one a killed process left behind in the same
 * `dataDir`. A server that belongs to another live process is shared: that process stops it.
 *
 * @throws EmbeddedPostgresError for anything an operator can put right, e.g. PORT_TAKEN
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { port, durable = true, log } = options;
  const dataDir = resolve(options.dataDir);
  await ensureWritable(dataDir);
  const account = await chooseServerAccount(join(await recordedHome(dataDir), 'cluster'));
  const home = await settleHome(dataDir, account);
  const native = await prepareBinaries(await findPostgresPackage(), home, account);
  const password = await loadPassword(dataDir, existsSync(join(home, 'cluster')));
  const handle = (at: number, stop: () => Promise<void>): EmbeddedPostgres => ({
    port: at,
    url: (database) => `postgres://${SUPERUSER}:${password}@127.0.0.1:${at}/${encodeURI(database)}`,
    stop,
  });
  const cluster = await initialiseCluster({ home, native, password, account, durable });

  const running = await findRunningServer(cluster, password);
  if (running) {
    const owner = await otherLiveOwner(dataDir);
    if (owner !== undefined) {
      log(`sharing the embedded PostgreSQL of process ${owner} on port ${running.port}`);
      return handle(running.port, () => Promise.resolve());
    }
    if (running.port === port) {
      log(`adopted the embedded PostgreSQL left running on port ${port}`);
      await takeOwnership(dataDir);
      return handle(port, () => release(running.pid));
    }
    await stopServer(cluster, running.pid, native);
  }

  if (!(await isPortFree(port))) throw portTaken(port);
  const logFile = join(dataDir, 'server.log');
  const pid = await startServerProcess({ native, cluster, port, durable, account, logFile });
  await takeOwnership(dataDir);
  log(`embedded PostgreSQL ready on port ${port}`);
  return handle(port, () => release(pid));

  async function release(serverPid: number): Promise<void> {
    await stopServer(cluster, serverPid, native);
    await dropOwnership(dataDir);
  }
}

async function ensureWritable(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true });
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    const message = `${dataDir} cannot be written by this user: set DATA_DIR to a folder that can.`;
    throw new EmbeddedPostgresError('DATA_NOT_ACCESSIBLE', message, { cause });
  }
}

function isPortFree(port: number): Promise<boolean> {
  return new Promise((settle) => {
    const probe = createServer();
    probe.once('error', () => settle(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => settle(true)));
  });
}
