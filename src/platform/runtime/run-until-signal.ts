import { explainFailure } from './explain-failure.js';

interface Running {
  /** How long `close` may take before the process ends all the same. */
  readonly shutdownMilliseconds: number;
  close(): Promise<void>;
}

/**
 * Runs a process until SIGINT or SIGTERM, then lets it end what it began. A start that fails says why in plain lines
 * and exits with 1.
 */
export async function runUntilSignal(start: () => Promise<Running>): Promise<void> {
  let running: Running;
  try {
    running = await start();
  } catch (error) {
    process.stderr.write(`${explainFailure(error)}\n`);
    process.exitCode = 1;
    setTimeout(() => process.exit(1), 1_000).unref();
    return;
  }
  const stop = (): void => {
    setTimeout(() => process.exit(1), running.shutdownMilliseconds).unref();
    void running.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}
