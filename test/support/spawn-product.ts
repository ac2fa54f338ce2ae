import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compiledPath } from './compiled-path.js';
import { eventually } from './eventually.js';
import { freePort } from './free-port.js';

const ROOT = join(import.meta.dirname, '..', '..');

export interface SpawnOptions {
  /** `api`: HTTP, and workers unless `WORKERS=none`; `worker`: queues only. */
  readonly kind?: 'api' | 'worker';
  /** Modules that run before the product: where a crash is planted. */
  readonly preload?: readonly string[];
}

/** A product in a process of its own, that can be killed. */
export class SpawnedProduct {
  private output = '';

  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
  ) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.output = (this.output + chunk.toString()).slice(-20_000)));
    }
  }

  /** Resolves once it serves. `environment` is all it gets, but for `PATH`. */
  static async start(
    environment: Readonly<Record<string, string>>,
    { kind = 'api', preload = [] }: SpawnOptions = {},
  ): Promise<SpawnedProduct> {
    const port = await freePort();
    const modules = preload.map((file) => pathToFileURL(compiledPath(file)).href);
    const main = compiledPath(join(ROOT, 'src', kind === 'api' ? 'main.ts' : 'worker.ts'));
    const child = spawn(process.execPath, [...modules.flatMap((url) => ['--import', url]), main], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], ...environment, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const product = new SpawnedProduct(`http://127.0.0.1:${port}`, child);
    await eventually(`the ${kind} process runs`, () => product.serves(kind), { within: 60_000 });
    return product;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get log(): string {
    return this.output;
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** kill -9: nothing is ended, nothing is said. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** @returns the exit code, and the milliseconds it took. */
  async terminate(): Promise<{ code: number | null; milliseconds: number }> {
    const begin = Date.now();
    await this.end('SIGTERM');
    return { code: this.child.exitCode, milliseconds: Date.now() - begin };
  }

  /** Resolves when the process ended by itself. */
  async ended(): Promise<void> {
    if (this.running) await once(this.child, 'exit');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    if (!this.running) return;
    const exit = once(this.child, 'exit');
    this.child.kill(signal);
    await exit;
  }

  private async serves(kind: 'api' | 'worker'): Promise<boolean> {
    if (!this.running) throw new Error(`The process ended:\n${this.output}`);
    if (kind === 'worker') return this.output.includes('Worker started');
    return (await fetch(`${this.url}/health/ready`)).ok;
  }
}
