import { Injectable, Logger } from '@nestjs/common';
import { errorLine } from '../logging/error-line.js';

/** Work that goes on after its request was answered. A stopping process waits for it; a crash loses it. */
@Injectable()
export class BackgroundWork {
  private readonly logger = new Logger(BackgroundWork.name);
  private readonly running = new Set<Promise<void>>();

  /** @param name for the log, when the work fails. */
  start(name: string, work: () => Promise<void>): void {
    const running = work()
      .catch((error: unknown) => this.logger.error(`${name} failed: ${errorLine(error)}`))
      .finally(() => this.running.delete(running));
    this.running.add(running);
  }

  /** Resolves when nothing runs any more. */
  async settle(): Promise<void> {
    await Promise.all(this.running);
  }
}
