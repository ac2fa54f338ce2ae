import { Clock } from '../../src/kernel/clock.js';

/** A clock that stands still until the test moves it. */
export class TestClock extends Clock {
  constructor(private time = Date.now()) {
    super();
  }

  now(): Date {
    return new Date(this.time);
  }

  advance(milliseconds: number): void {
    this.time += milliseconds;
  }
}
