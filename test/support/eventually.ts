import { setTimeout as pause } from 'node:timers/promises';

export interface Patience {
  /** Milliseconds after which the condition counts as never met; default 10,000. */
  readonly within?: number;
  /** Milliseconds between two looks; default 20. */
  readonly every?: number;
}

/**
 * Looks again and again until `look` neither throws nor gives undefined or false; for what another process does.
 *
 * @throws what `look` threw last, or an error that names `what`.
 */
export async function eventually<Found>(
  what: string,
  look: () => Promise<Found | undefined | false> | Found | undefined | false,
  { within = 10_000, every = 20 }: Patience = {},
): Promise<Found> {
  const deadline = Date.now() + within;
  for (;;) {
    let failure = new Error(`Not within ${within} ms: ${what}`);
    try {
      const found = await look();
      if (found !== undefined && found !== false) return found;
    } catch (error) {
      if (error instanceof Error) failure = error;
    }
    if (Date.now() >= deadline) throw failure;
    await pause(every);
  }
}
