import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { UnavailableError } from '../../kernel/errors.js';
import { JobsConfig } from '../../platform/config/jobs.config.js';
import { SYSTEM_ACTOR } from '../../platform/context/actor.js';
import { currentTenant, runInContext } from '../../platform/context/request-context.js';
import type { TenantReference } from '../../platform/context/tenant-reference.js';
import { TooManyWatchersError } from './job.errors.js';
import { JobReads } from './job-reads.js';
import type { JobRow } from './job-row.js';

/** What a client waits for: the job, once it has changed; `still` when the time is over; `over` when it is no use. */
export type Seen = JobRow | 'still' | 'over';

interface Waiter {
  readonly after: number;
  readonly end: (seen: Seen) => void;
}

/** One job that clients follow: however many they are, it is looked at once. */
interface Watched {
  readonly key: string;
  readonly id: string;
  readonly tenant: TenantReference;
  places: number;
  readonly waiters: Set<Waiter>;
  timer: NodeJS.Timeout | undefined;
}

export interface WatchPlace {
  /** Resolves with the job when its version is not the given one, which it may be at once. */
  changed(version: number, milliseconds: number): Promise<Seen>;
  leave(): void;
}

/** Tells clients that follow jobs when they change. Places are bounded; a client that goes away gives its place back. */
@Injectable()
export class JobWatch implements BeforeApplicationShutdown {
  private readonly watched = new Map<string, Watched>();
  private readonly placesOf = new Map<string, number>();
  private places = 0;
  private isStopping = false;

  constructor(
    private readonly reads: JobReads,
    private readonly config: JobsConfig,
  ) {}

  /** @throws {TooManyWatchersError} 429 · {UnavailableError} 503 */
  enter(id: string, gone: AbortSignal): WatchPlace {
    const tenant = currentTenant();
    const ofTenant = this.placesOf.get(tenant.id) ?? 0;
    if (ofTenant >= this.config.watchersPerTenant) throw new TooManyWatchersError();
    if (this.places >= this.config.watchers) throw new UnavailableError('Too many clients follow jobs', 5);
    const key = `${tenant.id}:${id}`;
    const fresh: Watched = { key, id, tenant, places: 0, waiters: new Set(), timer: undefined };
    const watched = this.watched.get(key) ?? fresh;
    this.watched.set(key, watched);
    watched.places += 1;
    this.places += 1;
    this.placesOf.set(tenant.id, ofTenant + 1);
    let isLeft = false;
    const leave = (): void => {
      if (isLeft) return;
      isLeft = true;
      gone.removeEventListener('abort', leave);
      this.leave(watched);
    };
    // A client may be gone before anything of the answer was asked for.
    gone.addEventListener('abort', leave, { once: true });
    if (gone.aborted) leave();
    return { changed: (version, milliseconds) => this.wait(watched, version, milliseconds, gone), leave };
  }

  /** Before the server waits for requests in flight: these would keep it. */
  beforeApplicationShutdown(): void {
    this.isStopping = true;
    for (const { waiters } of this.watched.values()) for (const waiter of [...waiters]) waiter.end('over');
  }

  private leave(watched: Watched): void {
    const { tenant, key } = watched;
    watched.places -= 1;
    this.places -= 1;
    const left = (this.placesOf.get(tenant.id) ?? 1) - 1;
    if (left > 0) this.placesOf.set(tenant.id, left);
    else this.placesOf.delete(tenant.id);
    if (watched.places > 0) return;
    clearTimeout(watched.timer);
    this.watched.delete(key);
  }

  private wait(watched: Watched, after: number, milliseconds: number, gone: AbortSignal): Promise<Seen> {
    if (this.isStopping || gone.aborted) return Promise.resolve('over');
    return new Promise((resolve) => {
      const end = (seen: Seen): void => {
        clearTimeout(timer);
        gone.removeEventListener('abort', leave);
        watched.waiters.delete(waiter);
        resolve(seen);
      };
      const leave = (): void => end('over');
      const waiter: Waiter = { after, end };
      const timer = setTimeout(() => end('still'), milliseconds);
      gone.addEventListener('abort', leave, { once: true });
      watched.waiters.add(waiter);
      watched.timer ??= this.nextLook(watched);
    });
  }

  private nextLook(watched: Watched): NodeJS.Timeout {
    return setTimeout(() => void this.look(watched), this.config.pollMilliseconds);
  }

  private async look(watched: Watched): Promise<void> {
    const context = { traceId: 'job-watch', tenant: watched.tenant, actor: SYSTEM_ACTOR };
    try {
      const row = await runInContext(context, () => this.reads.find(watched.id));
      for (const waiter of [...watched.waiters]) {
        if (row === undefined) waiter.end('over');
        else if (row.version !== waiter.after) waiter.end(row);
      }
    } catch {
      // The next look may find the database again; until then there is nothing to tell.
    }
    watched.timer = watched.waiters.size > 0 ? this.nextLook(watched) : undefined;
  }
}
