import type { Clock } from '../../kernel/clock.js';

/** Milliseconds for which a process trusts what it has read: the longest that a change takes to bite elsewhere. */
const TRUSTED_MILLISECONDS = 1_000;

interface Read<Value> {
  readonly value: Promise<Value>;
  readonly until: number;
}

/**
 * What every request asks for and seldom changes (sessions, roles, tenants): read once a second and process, however
 * many ask at once. Bounded; the entries that were read first make room.
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
    // A clock that was set back must not keep an old value alive.
    if (recent !== undefined && recent.until > now && recent.until <= now + TRUSTED_MILLISECONDS) {
      return recent.value;
    }
    const value = read();
    const begun = { value, until: now + TRUSTED_MILLISECONDS };
    this.reads.delete(key);
    this.makeRoom();
    this.reads.set(key, begun);
    value.catch(() => {
      if (this.reads.get(key) === begun) this.reads.delete(key);
    });
    return value;
  }

  /** After a change made here: whoever asks next reads anew, also when a read is under way. */
  forget(key: string): void {
    this.reads.delete(key);
  }

  clear(): void {
    this.reads.clear();
  }

  private makeRoom(): void {
    if (this.reads.size < this.capacity) return;
    const [oldest] = this.reads.keys();
    if (oldest !== undefined) this.reads.delete(oldest);
  }
}
