import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../../src/platform/database/embedded/start-embedded-postgres.js';
import { eventually } from '../eventually.js';
import { freePort } from '../free-port.js';

/** A PostgreSQL that nobody else uses, that writes through to disk and can be stopped, killed and started again. */
export class OwnPostgres {
  /** A control database's address; the database is not made yet. */
  readonly databaseUrl: string;

  private constructor(
    private readonly dataDir: string,
    private readonly port: number,
    private server: EmbeddedPostgres,
  ) {
    this.databaseUrl = server.url(`control_${randomBytes(6).toString('hex')}`);
  }

  static async start(): Promise<OwnPostgres> {
    const dataDir = await mkdtemp(join(tmpdir(), 'crm-fault-postgres-'));
    // As root the server runs as another user, which must be able to enter.
    await chmod(dataDir, 0o755);
    const port = await freePort();
    return new OwnPostgres(dataDir, port, await launch(dataDir, port));
  }

  /** A fast shutdown: sessions end, transactions are rolled back. */
  async shutDown(): Promise<void> {
    await this.server.stop();
  }

  /** kill -9 of the postmaster; its children notice by themselves. */
  async kill(): Promise<void> {
    const home = await readFile(join(this.dataDir, 'location'), 'utf8').catch(() => this.dataDir);
    const file = await readFile(join(home.trim(), 'cluster', 'postmaster.pid'), 'utf8');
    process.kill(Number(file.split('\n')[0]), 'SIGKILL');
  }

  /** With what it had on disk. After a kill it refuses to start while a child of the dead one is left. */
  async startAgain(): Promise<void> {
    this.server = await eventually('PostgreSQL starts again', () => launch(this.dataDir, this.port), {
      within: 30_000,
      every: 200,
    });
  }

  async remove(): Promise<void> {
    await this.server.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

function launch(dataDir: string, port: number): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({ dataDir, port, durable: true, log: () => undefined });
}
