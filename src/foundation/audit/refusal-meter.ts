/** Entries of one log that a process writes in a window before it only counts. */
const WRITTEN_PER_WINDOW = 300;
/** Kinds of refusal that a process remembers at once, over all logs. */
const REMEMBERED = 20_000;
/** Milliseconds. */
export const WINDOW = 60_000;

/** A refusal that came again within its window. */
export interface RepeatedRefusal<Refusal> {
  /** The one that was written. */
  readonly first: Refusal;
  /** How many came after it. */
  readonly repeats: number;
}

/** What a window that has ended leaves to write. */
export interface EndedWindow<Refusal> {
  readonly repeated: readonly RepeatedRefusal<Refusal>[];
  /** How many were neither written nor remembered, and the first of them. */
  readonly suppressed: number;
  readonly firstSuppressed: Refusal | undefined;
}

interface OpenWindow<Refusal> {
  readonly until: number;
  readonly kinds: Map<string, { readonly first: Refusal; repeats: number }>;
  suppressed: number;
  firstSuppressed: Refusal | undefined;
}

/**
 * Keeps a flood of refusals from filling the log: of each kind the first is written and the rest of its minute
 * counted, and no log gets more than so many a minute from one process. Bounded in memory, whoever floods.
 */
export class RefusalMeter<Refusal> {
  private readonly windows = new Map<string, OpenWindow<Refusal>>();
  private remembered = 0;

  /**
   * @param log whose log it would go to
   * @param kind equal for refusals that need no second entry
   * @returns whether it is to be written; otherwise it has been counted
   */
  admit(log: string, kind: string, refusal: Refusal, now: number): boolean {
    const window = this.windowOf(log, now);
    const known = window.kinds.get(kind);
    if (known !== undefined) {
      known.repeats += 1;
      return false;
    }
    if (window.kinds.size >= WRITTEN_PER_WINDOW || this.remembered >= REMEMBERED) {
      window.suppressed += 1;
      window.firstSuppressed ??= refusal;
      return false;
    }
    window.kinds.set(kind, { first: refusal, repeats: 0 });
    this.remembered += 1;
    return true;
  }

  /** Takes out the windows that have ended by `now`; each is handed out once. */
  takeEnded(now: number): EndedWindow<Refusal>[] {
    const ended: EndedWindow<Refusal>[] = [];
    for (const [log, { until, kinds, suppressed, firstSuppressed }] of this.windows) {
      if (until > now) continue;
      this.windows.delete(log);
      this.remembered -= kinds.size;
      const repeated = [...kinds.values()].filter(({ repeats }) => repeats > 0);
      if (repeated.length > 0 || suppressed > 0) ended.push({ repeated, suppressed, firstSuppressed });
    }
    return ended;
  }

  private windowOf(log: string, now: number): OpenWindow<Refusal> {
    let window = this.windows.get(log);
    if (window === undefined) {
      window = { until: now + WINDOW, kinds: new Map(), suppressed: 0, firstSuppressed: undefined };
      this.windows.set(log, window);
    }
    return window;
  }
}
