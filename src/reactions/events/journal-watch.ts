import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { UnavailableError } from '../../kernel/errors.js';
import { FeedConfig } from '../../platform/config/feed.config.js';
import { SYSTEM_ACTOR } from '../../platform/context/actor.js';
import { currentTenant, runInContext } from '../../platform/context/request-context.js';
import type { TenantReference } from '../../platform/context/tenant-reference.js';
import { JournalFeed } from '../../platform/journal/journal-feed.js';
import { Reactions } from '../../platform/journal/reactions.js';
import { TooManyWaitersError } from './event.errors.js';

/** Milliseconds to the next look after a commit of this process, which another may be about to stamp. */
const SOON = 40;

interface Waiter {
  readonly after: number;
  readonly end: (grown: boolean) => void;
}

/** One tenant whose clients wait: however many they are, its journal is looked at once. */
interface Watched {
  readonly tenant: TenantReference;
  places: number;
  readonly waiters: Set<Waiter>;
  timer: NodeJS.Timeout | undefined;
  /** Milliseconds to the next look. */
  pause: number;
}

export interface WaitingPlace {
  /** Resolves with true once the journal has grown beyond a position; with false after the time, or when it is no use. */
  grown(after: number, milliseconds: number): Promise<boolean>;
  leave(): void;
}

/**
 * Tells clients that wait when the journal of their tenant has grown: at once when this process stamps it, and by
 * looking at intervals for what other processes do. Places are bounded; a client that goes away gives its place back.
 */
@Injectable()
export class JournalWatch implements BeforeApplicationShutdown {
  private readonly watched = new Map<string, Watched>();
  private places = 0;
  private isStopping = false;

  constructor(
    private readonly feed: JournalFeed,
    private readonly config: FeedConfig,
    { pulse }: Reactions,
  ) {
    pulse.onBeat((tenantId, kind) => {
      const watched = this.watched.get(tenantId);
      if (watched !== undefined) this.look(watched, kind === 'stamped' ? 0 : SOON);
    });
  }

  /** @throws {TooManyWaitersError} 429 · {UnavailableError} 503 */
  enter(gone: AbortSignal): WaitingPlace {
    const tenant = currentTenant();
    const watched = this.watched.get(tenant.id) ?? this.newlyWatched(tenant);
    if (watched.places >= this.config.waitersPerTenant) throw new TooManyWaitersError();
    if (this.places >= this.config.waiters) throw new UnavailableError('Too many clients wait for events', 5);
    this.watched.set(tenant.id, watched);
    watched.places += 1;
    this.places += 1;
    return {
      grown: (after, milliseconds) => this.wait(watched, after, milliseconds, gone),
      leave: () => this.leave(watched),
    };
  }

  /** Before the server waits for requests in flight: these would keep it. */
  beforeApplicationShutdown(): void {
    this.isStopping = true;
    for (const watched of this.watched.values()) endAll(watched);
  }

  private newlyWatched(tenant: TenantReference): Watched {
    const pause = this.config.pollMilliseconds;
    return { tenant, places: 0, waiters: new Set(), timer: undefined, pause };
  }

  private leave(watched: Watched): void {
    watched.places -= 1;
    this.places -= 1;
    if (watched.places > 0) return;
    clearTimeout(watched.timer);
    this.watched.delete(watched.tenant.id);
  }

  private wait(watched: Watched, after: number, milliseconds: number, gone: AbortSignal): Promise<boolean> {
    if (this.isStopping || gone.aborted) return Promise.resolve(false);
    return new Promise((resolve) => {
      const end = (grown: boolean): void => {
        clearTimeout(timer);
        gone.removeEventListener('abort', leave);
        watched.waiters.delete(waiter);
        resolve(grown);
      };
      const leave = (): void => end(false);
      const waiter: Waiter = { after, end };
      const timer = setTimeout(leave, milliseconds);
      gone.addEventListener('abort', leave, { once: true });
      watched.waiters.add(waiter);
      watched.timer ??= this.nextLook(watched);
    });
  }

  /** Looks within so many milliseconds, and again soon after: another process may have to stamp first. */
  private look(watched: Watched, milliseconds: number): void {
    if (watched.waiters.size === 0) return;
    // Else every commit of a steady stream would put the look off.
    if (watched.timer !== undefined && watched.pause <= milliseconds) return;
    clearTimeout(watched.timer);
    watched.pause = milliseconds;
    watched.timer = this.nextLook(watched);
  }

  private nextLook(watched: Watched): NodeJS.Timeout {
    return setTimeout(() => void this.tell(watched), watched.pause);
  }

  private async tell(watched: Watched): Promise<void> {
    watched.timer = undefined;
    const context = { traceId: 'event-feed', tenant: watched.tenant, actor: SYSTEM_ACTOR };
    try {
      const { last } = await runInContext(context, () => this.feed.bounds());
      for (const waiter of [...watched.waiters]) if (waiter.after < last) waiter.end(true);
    } catch {
      // They ask for themselves, and are answered with what is wrong.
      for (const waiter of [...watched.waiters]) waiter.end(true);
    }
    if (watched.waiters.size === 0) return;
    watched.pause = Math.min(this.config.pollMilliseconds, Math.max(SOON, watched.pause * 2));
    watched.timer ??= this.nextLook(watched);
  }
}

function endAll({ waiters }: Watched): void {
  for (const waiter of [...waiters]) waiter.end(false);
}
