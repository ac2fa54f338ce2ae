import type { RunningServer } from '../src/main.js';

/** Starts the product in this process. Rejects with an Error whose message names the setting at fault. */
export async function bootProduct(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<RunningServer> {
  // Loaded here, so that a fault while loading is reported like one while starting.
  const { startServer } = await import('../src/main.js');
  return startServer({ environment });
}
