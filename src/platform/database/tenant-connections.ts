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
  readonly idle: Entry[];
  readonly waiters: Waiter[];
  /** Open and opening connections. */
  size: number;
  opening: number;
  /** A connection of another tenant is being closed for this one. */
  promised: boolean;
}

interface Entry {
  readonly client: pg.Client;
  readonly lane: Lane;
  idleSince: number;
  broken: boolean;
}

/** Milliseconds after which a connection that does not end counts as gone. */
const CLOSE_MILLISECONDS = 1_000;

/**
 * The connections of one process to many tenant databases, under one bound. A request waits for its tenant's own
 * connection first; another tenant's idle one is closed only for a tenant that has none; and a tenant that has
 * waited long without any gets the next connection returned, whoever returns it. A full house waits, then answers
 * 503: it never opens more.
 */
export class TenantConnections {
  private readonly lanes = new Map<string, Lane>();
  /** Least recently used first: a Set keeps insertion order. */
  private readonly idle = new Set<Entry>();
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

  /** Connections that the server may see: open, opening and closing ones; for metrics and tests. */
  get size(): number {
    return this.total;
  }

  /** @throws {UnavailableError} when no connection is free within the bounded time. */
  acquire(tenant: TenantReference): Promise<TenantConnection> {
    if (this.closed) return Promise.reject(shuttingDown());
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

  /** Connections on loan close when they are returned; whoever waits for one is refused. */
  async closeAll(): Promise<void> {
    this.closed = true;
    clearInterval(this.reaper);
    for (const lane of this.lanes.values()) {
      for (const waiter of lane.waiters.splice(0)) refuse(waiter, shuttingDown());
    }
    this.queue.clear();
    await Promise.all([...this.idle].map((idle) => this.close(idle)));
  }

  private laneOf(tenant: TenantReference): Lane {
    let lane = this.lanes.get(tenant.id);
    if (lane === undefined) {
      lane = { tenant, idle: [], waiters: [], size: 0, opening: 0, promised: false };
      this.lanes.set(tenant.id, lane);
    }
    return lane;
  }

  private grow(lane: Lane): void {
    while (lane.waiters.length > lane.opening && lane.size < this.options.perTenant) {
      if (this.opening >= this.options.connectsAtOnce || !this.hasRoomFor(lane)) {
        this.queue.add(lane);
        return;
      }
      void this.open(lane);
    }
    this.queue.delete(lane);
  }

  private growQueued(): void {
    for (const lane of this.queue) {
      if (this.opening >= this.options.connectsAtOnce) return;
      if (this.total >= this.options.maximum && this.idle.size === 0) return;
      this.grow(lane);
    }
  }

  /** A full house makes room for a tenant that has none, which takes until the closed connection has ended. */
  private hasRoomFor(lane: Lane): boolean {
    if (this.total < this.options.maximum) return true;
    if (lane.size > 0 || lane.promised) return false;
    for (const leastRecentlyUsed of this.idle) {
      void this.close(leastRecentlyUsed, lane);
      break;
    }
    return false;
  }

  private async open(lane: Lane): Promise<void> {
    let client: pg.Client;
    try {
      client = this.clientFor(lane.tenant);
    } catch (error) {
      this.refuseFirst(lane, error);
      return;
    }
    this.total += 1;
    this.opening += 1;
    lane.size += 1;
    lane.opening += 1;
    const entry: Entry = { client, lane, idleSince: 0, broken: false };
    client.on('error', () => {
      entry.broken = true;
      if (this.idle.has(entry)) void this.close(entry);
    });
    const isOpen = await client.connect().then(
      () => true,
      (error: unknown) => {
        this.refuseFirst(lane, error);
        return false;
      },
    );
    this.opening -= 1;
    lane.opening -= 1;
    if (!isOpen) await this.close(entry);
    else if (this.closed || entry.broken) await this.close(entry);
    else this.give(entry);
    this.growQueued();
  }

  private refuseFirst(lane: Lane, error: unknown): void {
    const waiter = lane.waiters.shift();
    if (waiter !== undefined) refuse(waiter, error instanceof Error ? error : new Error('No connection'));
    this.forgetEmpty(lane);
  }

  private lend(entry: Entry): TenantConnection {
    let returned = false;
    return {
      client: entry.client,
      release: (destroy = false) => {
        if (returned) return;
        returned = true;
        const creditor = this.starvedLane(entry.lane);
        if (destroy || entry.broken || this.closed || creditor !== undefined)
          void this.close(entry, creditor);
        else this.give(entry);
        this.growQueued();
      },
    };
  }

  private give(entry: Entry): void {
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

  /** The tenant that has waited too long without any connection, and to whom none is promised yet. */
  private starvedLane(own: Lane): Lane | undefined {
    if (this.total < this.options.maximum) return undefined;
    const limit = this.clock.milliseconds() - this.options.starvationMilliseconds;
    for (const lane of this.queue) {
      const first = lane.waiters[0];
      if (lane === own || lane.size > 0 || lane.promised || first === undefined) continue;
      return first.since <= limit ? lane : undefined;
    }
    return undefined;
  }

  private giveUp(lane: Lane, waiter: Waiter): void {
    const index = lane.waiters.indexOf(waiter);
    if (index < 0) return;
    lane.waiters.splice(index, 1);
    waiter.reject(new UnavailableError('No database connection became free in time'));
    this.forgetEmpty(lane);
  }

  private forgetEmpty(lane: Lane): void {
    if (lane.waiters.length > 0) return;
    this.queue.delete(lane);
    if (lane.size === 0 && this.lanes.get(lane.tenant.id) === lane) this.lanes.delete(lane.tenant.id);
  }

  /** Its slot is free only when it has ended: until then the server counts it. */
  private async close(entry: Entry, creditor?: Lane): Promise<void> {
    const { lane } = entry;
    const index = lane.idle.indexOf(entry);
    if (index >= 0) lane.idle.splice(index, 1);
    this.idle.delete(entry);
    entry.broken = true;
    lane.size -= 1;
    if (creditor !== undefined) creditor.promised = true;
    this.forgetEmpty(lane);
    await ended(entry.client);
    this.total -= 1;
    if (creditor !== undefined) {
      creditor.promised = false;
      this.grow(creditor);
    }
    this.grow(lane);
    this.growQueued();
  }

  private closeIdle(): void {
    const limit = this.clock.milliseconds() - this.options.idleMilliseconds;
    for (const entry of this.idle) {
      if (entry.idleSince > limit) return;
      void this.close(entry);
    }
  }
}

function refuse(waiter: Waiter, error: Error): void {
  clearTimeout(waiter.timer);
  waiter.reject(error);
}

function shuttingDown(): UnavailableError {
  return new UnavailableError('The server is shutting down');
}

function ended(client: pg.Client): Promise<void> {
  return new Promise((settle) => {
    const timer = setTimeout(settle, CLOSE_MILLISECONDS);
    const end = (): void => {
      clearTimeout(timer);
      settle();
    };
    client.end().then(end, end);
  });
}
