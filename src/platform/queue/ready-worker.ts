import { setTimeout as sleep } from 'node:timers/promises';

const RETRY_MILLISECONDS = 500;

/** What is needed of a BullMQ worker, whichever its store. */
interface StartableWorker {
  on(event: 'error', listener: (error: Error) => void): unknown;
  waitUntilReady(): Promise<unknown>;
  run(): Promise<void>;
  close(force?: boolean): Promise<void>;
}

/**
 * A BullMQ worker on PostgreSQL keeps the outcome of its first connection for ever: after a time-out there it would ask
 * again and again without ever waiting, and nothing else in the process would run. So it is started only once it is
 * ready, and until then replaced.
 */
export class ReadyWorker {
  private readonly stopping = new AbortController();
  private readonly starting: Promise<void>;
  private worker: StartableWorker | undefined;

  /** @param make a new worker each time, with `autorun: false` */
  constructor(
    private readonly make: () => StartableWorker,
    private readonly onError: (error: Error) => void,
  ) {
    this.starting = this.start();
  }

  async close(force = false): Promise<void> {
    this.stopping.abort();
    await this.starting;
    await this.worker?.close(force);
  }

  private async start(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted && this.worker === undefined) {
      const worker = this.make();
      worker.on('error', this.onError);
      try {
        await worker.waitUntilReady();
        this.worker = worker;
      } catch (error) {
        this.onError(error instanceof Error ? error : new Error(String(error)));
        await worker.close(true).catch(() => undefined);
        await sleep(RETRY_MILLISECONDS, undefined, { signal }).catch(() => undefined);
      }
    }
    if (!signal.aborted) this.worker?.run().catch(this.onError);
  }
}
