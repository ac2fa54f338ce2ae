import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { errorLine } from '../logging/error-line.js';

/** More than so many at once means that the database does not keep up: what comes then is dropped, and said so. */
const MOST_AT_ONCE = 1_000;

/** Work that goes on after its request was answered. A stopping process waits for it; a crash loses it. */
@Injectable()
export class BackgroundWork {
  private readonly logger = new Logger(BackgroundWork.name);
  private readonly running = new Set<Promise<void>>();

  /** @param name what failed, for the log */
  start(name: string, work: () => Promise<void>): void {
    if (this.running.size >= MOST_AT_ONCE) {
      this.logger.warn(`${name} is dropped: too much is running`);
      return;
    }
    // The answer leaves first: not even the time to begin may show in it.
    const done = nextTurn()
      .then(() => this.attempt(name, work))
      .finally(() => this.running.delete(done));
    this.running.add(done);
  }

  /** Never throws. */
  async attempt(name: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger.error(`${name} failed: ${errorLine(error)}`);
    }
  }

  /** Waits for what runs now, and for what that starts. */
  async settle(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }
}
