import { setTimeout as sleep } from 'node:timers/promises';
import type { ClaimedDelivery, FinishedAttempt } from './claimed-delivery.js';
import type { Admission } from './delivery-store.js';

/** Milliseconds in which results gather before they are written. */
const GATHER_MILLISECONDS = 5;
const MOST_GATHERED = 100;
const WRITE_RETRY_MILLISECONDS = 200;

export interface RunnerWork {
  /** Takes what is due and for what there are slots. */
  take(): Promise<Admission>;
  /** Sends one and gives its slot back. Never rejects. */
  send(delivery: ClaimedDelivery): Promise<FinishedAttempt>;
  /** Writes what came of some. */
  write(finished: readonly FinishedAttempt[]): Promise<void>;
  /** What failed where nobody waits for it. */
  report(error: unknown): void;
  /** Called when nothing is in hand any more. */
  onIdle(): void;
  /** How long results may wait for a database that is away, in milliseconds: then their leases are over anyway. */
  readonly patience: number;
}

/** The deliveries of one tenant that this process has in hand. */
export class DeliveryRunner {
  private inFlight = 0;
  private finished: FinishedAttempt[] = [];
  private isPoked = false;
  private mayHaveMore = false;
  private isStopping = false;
  private looking: Promise<void> | undefined;
  private gathering: NodeJS.Timeout | undefined;
  private writing: Promise<void> | undefined;
  private readonly idleListeners: (() => void)[] = [];

  constructor(private readonly work: RunnerWork) {}

  get isIdle(): boolean {
    return this.inFlight === 0 && this.finished.length === 0 && !this.looking && !this.writing;
  }

  /** Looks for what is due. Resolves when it was taken and is being sent. */
  async poke(): Promise<void> {
    if (this.isStopping) return;
    this.isPoked = true;
    await (this.looking ??= this.look());
  }

  /** Takes nothing more; resolves when what is in flight has ended and is written. */
  async stop(): Promise<void> {
    this.isStopping = true;
    if (!this.isIdle) await new Promise<void>((resolve) => this.idleListeners.push(resolve));
  }

  private async look(): Promise<void> {
    try {
      while (this.isPoked && !this.isStopping) {
        this.isPoked = false;
        const { deliveries, hasMore } = await this.work.take();
        // Nothing taken may mean that all slots are in use here: then what is due waits for the next that ends.
        this.mayHaveMore = hasMore ?? true;
        for (const delivery of deliveries) void this.send(delivery);
      }
    } finally {
      // In the same breath as the last look at `isPoked`: no poke falls between them.
      this.looking = undefined;
      this.tellIfIdle();
    }
  }

  private async send(delivery: ClaimedDelivery): Promise<void> {
    this.inFlight += 1;
    const attempt = await this.work.send(delivery);
    this.inFlight -= 1;
    this.finished.push(attempt);
    if (this.inFlight === 0 || this.finished.length >= MOST_GATHERED) this.flush();
    else this.gathering ??= setTimeout(() => this.flush(), GATHER_MILLISECONDS);
  }

  private flush(): void {
    clearTimeout(this.gathering);
    this.gathering = undefined;
    this.writing ??= this.writeAll().finally(() => {
      this.writing = undefined;
      this.tellIfIdle();
    });
  }

  private async writeAll(): Promise<void> {
    while (this.finished.length > 0) {
      const batch = this.finished;
      this.finished = [];
      await this.write(batch);
      if (this.mayHaveMore && !this.isStopping)
        this.poke().catch((error: unknown) => this.work.report(error));
    }
  }

  /** A database that is restarted must not cost what was delivered meanwhile a second delivery. */
  private async write(batch: readonly FinishedAttempt[]): Promise<void> {
    const tries = Math.ceil(this.work.patience / WRITE_RETRY_MILLISECONDS);
    for (let left = tries; left > 0; left -= 1) {
      try {
        await this.work.write(batch);
        return;
      } catch (error) {
        this.work.report(error);
        await sleep(WRITE_RETRY_MILLISECONDS);
      }
    }
  }

  private tellIfIdle(): void {
    if (!this.isIdle) return;
    this.work.onIdle();
    for (const tell of this.idleListeners.splice(0)) tell();
  }
}
