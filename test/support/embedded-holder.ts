import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const SUPPORT = import.meta.dirname;

/** Another Node process that owns an embedded server. */
export interface EmbeddedHolder {
  /** The server's URL; rejects with what the process wrote to stderr when it ends first. */
  url: Promise<string>;
  /** kill -9: the server is left behind. */
  kill(): Promise<void>;
  /** A regular end: the process stops its server. Resolves to the exit code. */
  end(): Promise<number | null>;
}

export function holdEmbeddedPostgres(dataDir: string, port: number, uid?: number): EmbeddedHolder {
  const child = spawn(
    process.execPath,
    [
      '--import',
      join(SUPPORT, 'typescript', 'register.mjs'),
      join(SUPPORT, 'hold-embedded-postgres.ts'),
      dataDir,
      String(port),
    ],
    { cwd: '/', env: { PATH: '/usr/bin:/bin' }, ...(uid === undefined ? {} : { uid, gid: uid }) },
  );
  const exit = once(child, 'exit');
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const url = Promise.race([
    once(createInterface(child.stdout), 'line').then(([line]) => String(line)),
    exit.then(() => Promise.reject(new Error(stderr))),
  ]);
  url.catch(() => undefined);
  return {
    url,
    kill: async () => {
      child.kill('SIGKILL');
      await exit;
    },
    end: async () => {
      child.stdin.end();
      await exit;
      return child.exitCode;
    },
  };
}
