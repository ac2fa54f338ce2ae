import { explainFailure } from './explain-failure.js';

interface Running {
  close(): Promise<void>;
}

const SHUTDOWN_MILLISECONDS = 20_000;

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
    setTimeout(() => process.exit(1), SHUTDOWN_MILLISECONDS).unref();
    void running.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}
