import type { Clock } from '../../kernel/clock.js';
import { findContext } from '../context/request-context.js';

/** Milliseconds for which a process trusts what it has read: the longest that a change takes to bite elsewhere. */
const TRUSTED_MILLISECONDS = 1_000;

interface Read<Value> {
  readonly value: Promise<Value>;
  readonly until: number;
  isOver: boolean;
}

/**
 * What every request asks for and seldom changes (sessions, roles, tenants): read once a second and process, however
 * many ask at once. Bounded; the entries that were read first make room.
 *
 * Inside a transaction nobody waits for a read that another has begun, which may wait for the very connection that the
 * transaction holds; and what is read there is not kept, for it may never be committed.
 */
export class RecentReads<Value> {
  private readonly reads = new Map<string, Read<Value>>();

  constructor(
    private readonly clock: Clock,
    private readonly capacity = 20_000,
  ) {}

  /** The value of a key, at most a second old. A read that fails is not kept. */
  get(key: string, read: () => Promise<Value>): Promise<Value> {
    const now = this.clock.milliseconds();
    const recent = this.reads.get(key);
    const isInTransaction = findContext()?.transaction !== undefined;
    // A clock that was set back must not keep an old value alive.
    const isFresh = recent !== undefined && recent.until > now && recent.until <= now + TRUSTED_MILLISECONDS;
    if (isFresh && (recent.isOver || !isInTransaction)) return recent.value;
    const value = read();
    if (!isInTransaction) this.keep(key, value, now + TRUSTED_MILLISECONDS);
    return value;
  }

  /** After a change made here: whoever asks next reads anew, also when a read is under way. */
  forget(key: string): void {
    this.reads.delete(key);
  }

  clear(): void {
    this.reads.clear();
  }

  private keep(key: string, value: Promise<Value>, until: number): void {
    const begun: Read<Value> = { value, until, isOver: false };
    this.reads.delete(key);
    const [oldest] = this.reads.keys();
    if (this.reads.size >= this.capacity && oldest !== undefined) this.reads.delete(oldest);
    this.reads.set(key, begun);
    value.then(
      () => (begun.isOver = true),
      () => {
        if (this.reads.get(key) === begun) this.reads.delete(key);
      },
    );
  }
}
