import { setTimeout as pause } from 'node:timers/promises';

export interface EventuallyOptions {
  /** Milliseconds after which it fails. Default 10,000. */
  readonly withinMs?: number;
  /** Milliseconds between two looks. Default 25. */
  readonly everyMs?: number;
}

/** Looks until a condition holds, for what another process, timer or cache brings about. Throws when it never does. */
export async function eventually(
  what: string,
  holds: () => Promise<boolean>,
  { withinMs = 10_000, everyMs = 25 }: EventuallyOptions = {},
): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`After ${withinMs} ms it still does not hold: ${what}`);
    await pause(everyMs);
  }
}
