import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { Redis } from 'ioredis';
import { eventually } from '../eventually.js';
import { freePort } from '../free-port.js';

const IN_MEMORY = ['--save', '', '--appendonly', 'no', '--bind', '127.0.0.1'];
const SAFE = ['--maxmemory-policy', 'noeviction'];

export function hasRedis(): boolean {
  return spawnSync('redis-server', ['--version']).status === 0;
}

/** A Redis that nobody else uses: it can be killed, flushed, or left without memory. It keeps nothing. */
export class OwnRedis {
  private constructor(
    private readonly port: number,
    private child: ChildProcess,
  ) {}

  static async start(): Promise<OwnRedis> {
    const port = await freePort();
    const redis = new OwnRedis(port, launch(port));
    await redis.answers();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** kill -9. */
  async kill(): Promise<void> {
    const exit = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exit;
  }

  /** On the same port, empty. */
  async startAgain(): Promise<void> {
    this.child = launch(this.port);
    await this.answers();
  }

  flush(): Promise<unknown> {
    return this.run((client) => client.flushall());
  }

  /** So small that no write is taken; 0 for as much as there is. */
  limitMemory(bytes: number): Promise<unknown> {
    return this.run((client) => client.config('SET', 'maxmemory', bytes));
  }

  private async answers(): Promise<void> {
    await eventually('Redis answers', () => this.run((client) => client.ping()));
  }

  private async run<Result>(work: (client: Redis) => Promise<Result>): Promise<Result> {
    const client = new Redis(this.url, { lazyConnect: true, retryStrategy: () => null });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await work(client);
    } finally {
      client.disconnect();
    }
  }
}

function launch(port: number): ChildProcess {
  return spawn('redis-server', ['--port', String(port), ...IN_MEMORY, ...SAFE], { stdio: 'ignore' });
}
