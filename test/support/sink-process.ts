import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { compiledPath } from './compiled-path.js';

/** One request that the sink process saw. */
export interface SeenWebhook {
  readonly path: string;
  readonly id: string;
  readonly type: string;
  readonly recordId: string;
  readonly attempt: number;
  /** When it came, by the sink's clock: milliseconds since 1970. */
  readonly at: number;
  /** When the event happened, ISO 8601. */
  readonly timestamp: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A receiver in a process of its own: what it wrote to disk is the witness of what was sent. */
export interface SinkProcess {
  /** One address a port. */
  readonly origins: readonly string[];
  /** An address that answers 204, some milliseconds after the request is on disk; each call gives another path. */
  ok(delayMilliseconds?: number): string;
  /** An address that behaves so; see `MISBEHAVIOURS`, or a status. */
  urlOf(behaviour: string): string;
  /** Every request so far, in the order they came; of one address or of all. */
  seen(url?: string): Promise<SeenWebhook[]>;
  stop(): Promise<void>;
}

/** @param ports how many addresses it listens on: the product opens so many connections to one and no more */
export async function startSinkProcess(ports = 1): Promise<SinkProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'crm-sink-'));
  const file = join(folder, 'seen.jsonl');
  const sink = compiledPath(join(import.meta.dirname, 'run-sink.ts'));
  const child = spawn(process.execPath, [sink, file, String(ports)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const origins = line.split(' ');
  let addresses = 0;
  const address = (path: string): string => {
    addresses += 1;
    return `${String(origins[addresses % origins.length])}/${path}/${addresses}`;
  };
  return {
    origins,
    ok: (delayMilliseconds = 0) => address(`ok/${delayMilliseconds}`),
    urlOf: (behaviour) => address(behaviour),
    seen: async (url) => {
      const text = await readFile(file, 'utf8');
      const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
      const all = lines.filter((entry) => entry !== '').map((entry) => JSON.parse(entry) as SeenWebhook);
      return url === undefined ? all : all.filter(({ path }) => url.endsWith(path));
    },
    stop: async () => {
      const exit = once(child, 'exit');
      child.stdin.end();
      await exit;
      await rm(folder, { recursive: true });
    },
  };
}
