import type pg from 'pg';
import type { Clock } from '../../kernel/clock.js';
import { UnavailableError } from '../../kernel/errors.js';
import type { TenantReference } from '../context/tenant-reference.js';

export interface TenantConnectionsOptions {
  /** Connections of this process to all tenants together; never exceeded. */
  readonly maximum: number;
  readonly perTenant: number;
  /** Connections being opened at one time: each costs the server a fork. */
  readonly connectsAtOnce: number;
  /** Milliseconds a caller waits before it gets a 503. */
  readonly waitMilliseconds: number;
  readonly idleMilliseconds: number;
  /** Milliseconds after which a tenant without a connection gets the next one that another tenant returns. */
  readonly starvationMilliseconds: number;
}

/** A connection on loan. `release(true)` closes it instead of returning it. */
export interface TenantConnection {
  readonly client: pg.ClientBase;
  release(destroy?: boolean): void;
}

interface Waiter {
  readonly since: number;
  readonly timer: NodeJS.Timeout;
  resolve(connection: TenantConnection): void;
  reject(error: Error): void;
}

interface Lane {
  readonly tenant: TenantReference;
  readonly idle: IdleClient[];
  readonly waiters: Waiter[];
  /** Open and opening connections. */
  size: number;
  opening: number;
}

interface IdleClient {
  readonly client: pg.Client;
  readonly lane: Lane;
  idleSince: number;
  broken: boolean;
}

/**
 * The connections of one process to many tenant databases, under one bound. A request waits for its tenant's own
 * connection first; another tenant's idle one is closed only for a tenant that has none; and a tenant that has
 * waited long without any gets the next connection returned, whoever returns it. A full house waits, then answers
 * 503: it never opens more.
 */
export class TenantConnections {
  private readonly lanes = new Map<string, Lane>();
  /** Least recently used first: a Set keeps insertion order. */
  private readonly idle = new Set<IdleClient>();
  /** Lanes that want a connection and may not open one yet, oldest first. */
  private readonly queue = new Set<Lane>();
  private total = 0;
  private opening = 0;
  private closed = false;
  private readonly reaper: NodeJS.Timeout;

  constructor(
    private readonly options: TenantConnectionsOptions,
    private readonly clock: Clock,
    private readonly clientFor: (tenant: TenantReference) => pg.Client,
  ) {
    this.reaper = setInterval(() => this.closeIdle(), Math.max(50, options.idleMilliseconds / 2));
    this.reaper.unref();
  }

  /** Open and opening connections, for metrics and tests. */
  get size(): number {
    return this.total;
  }

  /** @throws {UnavailableError} when no connection is free within the bounded time. */
  acquire(tenant: TenantReference): Promise<TenantConnection> {
    if (this.closed) return Promise.reject(new UnavailableError('The server is shutting down'));
    const lane = this.laneOf(tenant);
    const idle = lane.idle.pop();
    if (idle !== undefined) {
      this.idle.delete(idle);
      return Promise.resolve(this.lend(idle));
    }
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        since: this.clock.milliseconds(),
        timer: setTimeout(() => this.giveUp(lane, waiter), this.options.waitMilliseconds),
        resolve,
        reject,
      };
      lane.waiters.push(waiter);
      this.grow(lane);
    });
  }

  /** Closes the idle connections of one tenant, so that its database can be dropped or moved. */
  async evict(tenantId: string): Promise<void> {
    const lane = this.lanes.get(tenantId);
    await Promise.all([...(lane?.idle ?? [])].map((idle) => this.close(idle)));
  }

  async closeAll(): Promise<void> {
    this.closed = true;
    clearInterval(this.reaper);
    await Promise.all([...this.idle].map((idle) => this.close(idle)));
  }

  private laneOf(tenant: TenantReference): Lane {
    let lane = this.lanes.get(tenant.id);
    if (lane === undefined) {
      lane = { tenant, idle: [], waiters: [], size: 0, opening: 0 };
      this.lanes.set(tenant.id, lane);
    }
    return lane;
  }

  private grow(lane: Lane): void {
    while (lane.waiters.length > lane.opening && lane.size < this.options.perTenant) {
      if (this.opening >= this.options.connectsAtOnce) {
        this.queue.add(lane);
        return;
      }
      if (this.total >= this.options.maximum && !(lane.size === 0 && this.evictLeastRecentlyUsed())) {
        this.queue.add(lane);
        return;
      }
      void this.open(lane);
    }
    this.queue.delete(lane);
  }

  private growQueued(): void {
    for (const lane of [...this.queue]) this.grow(lane);
  }

  private evictLeastRecentlyUsed(): boolean {
    for (const idle of this.idle) {
      void this.close(idle);
      return true;
    }
    return false;
  }

  private async open(lane: Lane): Promise<void> {
    this.total += 1;
    this.opening += 1;
    lane.size += 1;
    lane.opening += 1;
    const client = this.clientFor(lane.tenant);
    const entry: IdleClient = { client, lane, idleSince: 0, broken: false };
    client.on('error', () => {
      entry.broken = true;
      if (this.idle.has(entry)) void this.close(entry);
    });
    try {
      await client.connect();
      this.opening -= 1;
      lane.opening -= 1;
      this.give(entry);
    } catch (error) {
      this.opening -= 1;
      lane.opening -= 1;
      this.forget(lane);
      const waiter = lane.waiters.shift();
      if (waiter !== undefined) {
        clearTimeout(waiter.timer);
        waiter.reject(error instanceof Error ? error : new Error('The database connection failed'));
      }
    }
    this.growQueued();
  }

  private lend(entry: IdleClient): TenantConnection {
    let returned = false;
    return {
      client: entry.client,
      release: (destroy = false) => {
        if (returned) return;
        returned = true;
        if (destroy || entry.broken || this.closed) void this.close(entry);
        else if (this.isOwedToAnother(entry.lane)) void this.close(entry);
        else this.give(entry);
        this.growQueued();
      },
    };
  }

  private give(entry: IdleClient): void {
    const waiter = entry.lane.waiters.shift();
    if (waiter !== undefined) {
      clearTimeout(waiter.timer);
      waiter.resolve(this.lend(entry));
      return;
    }
    entry.idleSince = this.clock.milliseconds();
    entry.lane.idle.push(entry);
    this.idle.add(entry);
  }

  private isOwedToAnother(own: Lane): boolean {
    if (this.total < this.options.maximum || this.queue.size === 0) return false;
    const now = this.clock.milliseconds();
    for (const lane of this.queue) {
      const first = lane.waiters[0];
      if (lane === own || lane.size > 0 || first === undefined) continue;
      return now - first.since >= this.options.starvationMilliseconds;
    }
    return false;
  }

  private giveUp(lane: Lane, waiter: Waiter): void {
    const index = lane.waiters.indexOf(waiter);
    if (index < 0) return;
    lane.waiters.splice(index, 1);
    waiter.reject(new UnavailableError('No database connection became free in time'));
    if (lane.waiters.length === 0) this.queue.delete(lane);
    if (lane.size === 0 && lane.waiters.length === 0) this.lanes.delete(lane.tenant.id);
  }

  private forget(lane: Lane): void {
    this.total -= 1;
    lane.size -= 1;
    if (lane.size === 0 && lane.waiters.length === 0) this.lanes.delete(lane.tenant.id);
  }

  private async close(entry: IdleClient): Promise<void> {
    const index = entry.lane.idle.indexOf(entry);
    if (index >= 0) entry.lane.idle.splice(index, 1);
    this.idle.delete(entry);
    entry.broken = true;
    this.forget(entry.lane);
    await entry.client.end().catch(() => undefined);
  }

  private closeIdle(): void {
    const limit = this.clock.milliseconds() - this.options.idleMilliseconds;
    for (const entry of this.idle) {
      if (entry.idleSince > limit) return;
      void this.close(entry);
    }
  }
}
