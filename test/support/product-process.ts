import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { compiledPath } from './compiled-path.js';

const ROOT = join(import.meta.dirname, '..', '..');

/** One of the product's entry points, in a process of its own. */
export interface ProductProcess {
  /** What it wrote so far. */
  readonly stdout: string;
  readonly stderr: string;
  /** Resolves to the exit code; null when a signal ended it. */
  readonly exit: Promise<number | null>;
  readonly exitCode: number | null;
  kill(signal: NodeJS.Signals): void;
}

export interface ProductProcessOptions {
  /** Its whole environment, besides PATH. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Working folder; the repository by default. */
  readonly folder?: string;
}

/** Runs `src/<entry>.ts` with Node, compiled. */
export function startProductProcess(
  entry: 'main' | 'worker' | 'cli',
  programArguments: readonly string[] = [],
  options: ProductProcessOptions = {},
): ProductProcess {
  const child = spawn(
    process.execPath,
    [compiledPath(join(ROOT, 'src', `${entry}.ts`)), ...programArguments],
    { cwd: options.folder ?? ROOT, env: { PATH: process.env['PATH'] ?? '', ...options.environment } },
  );
  const written = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (written.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (written.stderr += chunk.toString()));
  child.stdin.end(options.input ?? '');
  return {
    get stdout() {
      return written.stdout;
    },
    get stderr() {
      return written.stderr;
    },
    get exitCode() {
      return child.exitCode;
    },
    // `close` comes after the last output, `exit` may come before it.
    exit: once(child, 'close').then(() => child.exitCode),
    kill: (signal) => void child.kill(signal),
  };
}
