/** Where the time comes from. Injected everywhere, so that a test decides what time it is. */
export abstract class Clock {
  abstract now(): Date;

  /** Milliseconds since the Unix epoch. */
  milliseconds(): number {
    return this.now().getTime();
  }
}
