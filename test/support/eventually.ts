import { setTimeout as pause } from 'node:timers/promises';

const POLL_MILLISECONDS = 20;

/** Resolves to the first result of `probe` that is not undefined; rejects after `milliseconds`, naming `what`. */
export async function eventually<Result>(
  what: string,
  probe: () => Promise<Result | undefined> | Result | undefined,
  milliseconds = 10_000,
): Promise<Result> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const result = await probe();
    if (result !== undefined) return result;
    if (Date.now() > deadline) throw new Error(`Waited ${milliseconds} ms in vain for ${what}`);
    await pause(POLL_MILLISECONDS);
  }
}
