import type { FailureCause } from './failure-reason.js';

/**
 * Ends an exchange after a time, or when the caller says so, and remembers which of the two it was.
 * Not `AbortSignal.any`: with one long-lived signal of the caller it holds memory for every exchange on Node 20.
 */
export class Deadline {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private readonly onCallerAbort = (): void => this.end({ reason: 'aborted', code: 'ABORTED' });
  private ended: FailureCause | undefined;

  constructor(
    milliseconds: number,
    private readonly callerSignal?: AbortSignal,
  ) {
    this.timer = setTimeout(() => this.end({ reason: 'timeout', code: 'TOTAL_TIMEOUT' }), milliseconds);
    if (callerSignal?.aborted) this.onCallerAbort();
    else callerSignal?.addEventListener('abort', this.onCallerAbort, { once: true });
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** What ended the exchange; undefined as long as neither did. */
  get cause(): FailureCause | undefined {
    return this.ended;
  }

  /** To be called when the exchange is over, whatever its end. */
  clear(): void {
    clearTimeout(this.timer);
    this.callerSignal?.removeEventListener('abort', this.onCallerAbort);
  }

  private end(cause: FailureCause): void {
    this.ended ??= cause;
    this.controller.abort();
  }
}
