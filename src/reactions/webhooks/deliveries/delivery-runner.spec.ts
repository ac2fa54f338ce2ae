import { describe, expect, it } from '@jest/globals';
import { eventually } from '../../../../test/support/eventually.js';
import type { ClaimedDelivery, FinishedAttempt } from './claimed-delivery.js';
import { DeliveryRunner, type RunnerWork } from './delivery-runner.js';

/** A backlog of numbered deliveries, taken so many at a time, sent when the test says so. */
class Backlog implements RunnerWork {
  readonly sent: string[] = [];
  readonly written: string[][] = [];
  readonly reported: unknown[] = [];
  looks = 0;
  idle = 0;
  patience = 1_000;
  private readonly ends: (() => void)[] = [];

  constructor(
    private waiting: number,
    private readonly atOnce: number,
  ) {}

  take() {
    this.looks += 1;
    const count = Math.min(this.atOnce - this.ends.length, this.waiting);
    const ids = Array.from({ length: count }, (_, index) => String(this.waiting - index));
    this.waiting -= count;
    const deliveries = ids.map((id) => ({ id }) as ClaimedDelivery);
    return Promise.resolve({ deliveries, hasMore: count === 0 ? undefined : this.waiting > 0 });
  }

  send({ id }: ClaimedDelivery): Promise<FinishedAttempt> {
    this.sent.push(id);
    return new Promise((resolve) => this.ends.push(() => resolve({ deliveryId: id } as FinishedAttempt)));
  }

  write(finished: readonly FinishedAttempt[]): Promise<void> {
    this.written.push(finished.map(({ deliveryId }) => deliveryId));
    return Promise.resolve();
  }

  report(error: unknown): void {
    this.reported.push(error);
  }

  onIdle(): void {
    this.idle += 1;
  }

  add(count: number): void {
    this.waiting += count;
  }

  answer(count = Infinity): void {
    for (const end of this.ends.splice(0, count)) end();
  }
}

describe('DeliveryRunner', () => {
  it('goes on by itself until nothing is due, and writes many results at once', async () => {
    const backlog = new Backlog(25, 10);
    const runner = new DeliveryRunner(backlog);
    await runner.poke();
    for (const sent of [10, 20, 25]) {
      await eventually('sent', () => backlog.sent.length === sent);
      backlog.answer();
    }
    await eventually('idle', () => runner.isIdle);
    expect(backlog.written.map(({ length }) => length)).toEqual([10, 10, 5]);
    expect(backlog.idle).toBeGreaterThan(0);
  });

  it('writes what has ended beside what hangs, and takes the next in its place', async () => {
    const backlog = new Backlog(12, 10);
    const runner = new DeliveryRunner(backlog);
    await runner.poke();
    backlog.answer(2);
    await eventually('the next two', () => backlog.sent.length === 12);
    expect(backlog.written.flat()).toHaveLength(2);
    expect(runner.isIdle).toBe(false);
    backlog.answer();
    await eventually('idle', () => runner.isIdle);
  });

  it('takes what fell due while all slots were in use, as soon as one is free', async () => {
    const backlog = new Backlog(10, 10);
    const runner = new DeliveryRunner(backlog);
    await runner.poke();
    backlog.add(5);
    await runner.poke();
    expect(backlog.sent).toHaveLength(10);
    backlog.answer(2);
    await eventually('two of the five', () => backlog.sent.length === 12);
    backlog.answer();
    await eventually('all of them', () => backlog.sent.length === 15);
    backlog.answer();
    await eventually('idle', () => runner.isIdle);
  });

  it('looks once more when it was poked while it looked', async () => {
    const backlog = new Backlog(0, 10);
    const runner = new DeliveryRunner(backlog);
    await Promise.all([runner.poke(), runner.poke(), runner.poke()]);
    expect(backlog.looks).toBe(2);
    const first = runner.poke();
    await Promise.resolve();
    await Promise.all([first, runner.poke()]);
    expect(backlog.looks).toBe(4);
  });

  it('keeps results while the database is away', async () => {
    const backlog = new Backlog(1, 10);
    const write = backlog.write.bind(backlog);
    let failures = 2;
    backlog.write = (finished) => {
      failures -= 1;
      return failures >= 0 ? Promise.reject(new Error('away')) : write(finished);
    };
    const runner = new DeliveryRunner(backlog);
    await runner.poke();
    backlog.answer();
    await eventually('written', () => backlog.written.length === 1);
    expect(backlog.reported).toHaveLength(2);
  });

  it('stops when what is in flight has ended and is written, and takes nothing more', async () => {
    const backlog = new Backlog(20, 10);
    const runner = new DeliveryRunner(backlog);
    await runner.poke();
    let hasStopped = false;
    const stopped = runner.stop().then(() => (hasStopped = true));
    await Promise.resolve();
    expect(hasStopped).toBe(false);
    backlog.answer();
    await stopped;
    expect(backlog.sent).toHaveLength(10);
    expect(backlog.written.flat()).toHaveLength(10);
    await runner.stop();
  });
});
