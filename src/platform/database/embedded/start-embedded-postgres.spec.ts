import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { holdEmbeddedPostgres } from '../../../../test/support/embedded-holder.js';
import type { EmbeddedHolder } from '../../../../test/support/embedded-holder.js';
import { freePort } from '../../../../test/support/free-port.js';
import { itWhere } from '../../../../test/support/only-where.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { accountCanEnter } from './account-can-enter.js';
import { startEmbeddedPostgres } from './start-embedded-postgres.js';
import type { EmbeddedPostgres } from './start-embedded-postgres.js';

const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;
const itAsRoot = itWhere(isRoot);
/** In a folder that only root can enter, no other user can run the product from its source. */
const itWithAnotherUser = itWhere(
  isRoot && (await accountCanEnter({ uid: NOBODY, gid: NOBODY }, import.meta.dirname)),
);
const itOnLinux = itWhere(process.platform === 'linux');

let folder: string;
let port: number;
let started: EmbeddedPostgres[];
let holders: EmbeddedHolder[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'embedded-spec-'));
  await chmod(folder, 0o755);
  port = await freePort();
  started = [];
  holders = [];
});

afterEach(async () => {
  for (const holder of holders) await holder.end();
  for (const server of started) await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function start(dataDir = join(folder, 'data'), at = port): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, port: at, durable: false, log: () => undefined });
  started.push(server);
  return server;
}

function hold(dataDir: string, uid?: number): EmbeddedHolder {
  const holder = holdEmbeddedPostgres(dataDir, port, uid);
  holders.push(holder);
  return holder;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function serverPid(dataDir: string): Promise<number> {
  return Number((await readFile(join(dataDir, 'cluster', 'postmaster.pid'), 'utf8')).split('\n')[0]);
}

describe('startEmbeddedPostgres', () => {
  it('keeps its data from one start to the next, in a path with spaces and letters beyond ASCII', async () => {
    const dataDir = join(folder, 'données du CRM ü');
    const first = await start(dataDir);
    await query(first.url('postgres'), 'CREATE DATABASE "Größe und co"');
    await first.stop();
    await expect(query(first.url('postgres'), 'SELECT 1')).rejects.toThrow('ECONNREFUSED');

    const second = await start(dataDir);
    expect(await query(second.url('Größe und co'), 'SELECT current_database() AS name')).toEqual([
      { name: 'Größe und co' },
    ]);
  });

  it('asks for its password, keeps it private and listens on loopback only', async () => {
    const dataDir = join(folder, 'data');
    const server = await start(dataDir);
    expect((await stat(join(dataDir, 'password'))).mode & 0o777).toBe(0o600);
    const wrong = new URL(server.url('postgres'));
    wrong.password = 'wrong';
    await expect(query(wrong.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    expect(await query(server.url('postgres'), 'SHOW listen_addresses')).toEqual([
      { listen_addresses: '127.0.0.1' },
    ]);
  });

  it('makes trigrams of letters beyond ASCII', async () => {
    const url = (await start()).url('postgres');
    await query(url, 'CREATE EXTENSION pg_trgm');
    const [row] = await query(url, `SELECT show_trgm('é') <> '{}' AS kept`);
    expect(row).toEqual({ kept: true });
  });

  it('names DATABASE_PORT when another program holds the port', async () => {
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    try {
      const failure = await start().catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(EmbeddedPostgresError);
      expect(failure).toMatchObject({
        code: 'PORT_TAKEN',
        message: expect.stringContaining('DATABASE_PORT'),
      });
    } finally {
      other.close();
    }
  });

  it('adopts the server a killed process left behind, and stops it', async () => {
    const dataDir = join(folder, 'data');
    const holder = hold(dataDir);
    const url = await holder.url;
    const pid = await serverPid(dataDir);
    await holder.kill();
    expect(await query(url, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);

    const adopted = await start(dataDir);
    expect(await serverPid(dataDir)).toBe(pid);
    await adopted.stop();
    await expect(query(url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
  });

  it('moves a server left behind to the port now asked for', async () => {
    const dataDir = join(folder, 'data');
    const holder = hold(dataDir);
    const url = await holder.url;
    await holder.kill();

    const moved = await start(dataDir, await freePort());
    expect(moved.port).not.toBe(port);
    await expect(query(url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
    expect(await query(moved.url('postgres'), 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
  });

  it('shares the server of a live process and leaves stopping it to that process', async () => {
    const dataDir = join(folder, 'data');
    const holder = hold(dataDir);
    const url = await holder.url;
    const shared = await start(dataDir);
    await shared.stop();
    expect(await query(url, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);

    expect(await holder.end()).toBe(0);
    await expect(query(url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
  });

  it('redoes an initdb that was killed half-way', async () => {
    const dataDir = join(folder, 'data');
    const gone = spawn(process.execPath, ['-e', '']);
    await once(gone, 'exit');
    const draft = join(dataDir, `cluster.draft-${gone.pid}`);
    await mkdir(draft, { recursive: true });
    await writeFile(join(draft, 'PG_VERSION'), '18\n');

    const server = await start(dataDir);
    expect(await query(server.url('postgres'), 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
    expect((await readdir(dataDir)).filter((name) => name.includes('draft'))).toEqual([]);
  });

  itOnLinux('starts over a postmaster.pid whose number belongs to another program by now', async () => {
    const dataDir = join(folder, 'data');
    await (await start(dataDir)).stop();
    const stale = [process.pid, join(dataDir, 'cluster'), 1, port, '', '127.0.0.1', '', 'ready'].join('\n');
    await writeFile(join(dataDir, 'cluster', 'postmaster.pid'), stale);

    const server = await start(dataDir);
    expect(await query(server.url('postgres'), 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
  });

  itAsRoot(
    'keeps the data elsewhere when the server may not enter the folder, and finds it again',
    async () => {
      await chmod(folder, 0o700);
      const dataDir = join(folder, 'data');
      const first = await start(dataDir);
      const home = (await readFile(join(dataDir, 'location'), 'utf8')).trim();
      try {
        await query(first.url('postgres'), 'CREATE DATABASE kept');
        await first.stop();
        const second = await start(dataDir);
        expect(await query(second.url('kept'), 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
        await second.stop();
      } finally {
        await rm(home, { recursive: true, force: true });
      }
      await expect(start(dataDir)).rejects.toMatchObject({ code: 'DATA_MOVED' });
    },
  );

  itWithAnotherUser('works as an ordinary user, whose cluster root then runs as that user', async () => {
    const dataDir = join(folder, 'data');
    await mkdir(dataDir);
    await chown(dataDir, NOBODY, NOBODY);
    const holder = hold(dataDir, NOBODY);
    expect(await query(await holder.url, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
    expect(await holder.end()).toBe(0);

    await start(dataDir);
    expect((await stat(`/proc/${await serverPid(dataDir)}`)).uid).toBe(NOBODY);
  });
});
