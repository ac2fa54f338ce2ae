import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createInterface } from 'node:readline';

/** One request that the sink process saw. */
export interface SeenWebhook {
  readonly id: string;
  readonly type: string;
  readonly recordId: string;
}

/** A receiver in a process of its own: what it wrote to disk is the witness of what was sent. */
export interface SinkProcess {
  readonly url: string;
  /** Every request so far, in the order they came. */
  seen(): Promise<SeenWebhook[]>;
  stop(): Promise<void>;
}

/** @param delayMilliseconds how long each answer takes; the request is on disk before. */
export async function startSinkProcess(delayMilliseconds = 0): Promise<SinkProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'crm-sink-'));
  const file = join(folder, 'seen.jsonl');
  const here = import.meta.dirname;
  const child = spawn(
    process.execPath,
    [
      '--import',
      pathToFileURL(join(here, 'typescript', 'register.mjs')).href,
      join(here, 'run-sink.ts'),
      file,
      String(delayMilliseconds),
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const [url] = (await once(createInterface(child.stdout), 'line')) as [string];
  return {
    url,
    seen: async () => {
      const text = await readFile(file, 'utf8');
      const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
      return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as SeenWebhook);
    },
    stop: async () => {
      const exit = once(child, 'exit');
      child.stdin.end();
      await exit;
      await rm(folder, { recursive: true });
    },
  };
}
