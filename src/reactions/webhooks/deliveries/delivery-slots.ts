import { Injectable } from '@nestjs/common';
import { QueueConfig } from '../../../platform/config/queue.config.js';
import type { DeliveryLane } from './claimed-delivery.js';
import type { SlotGrant } from './delivery-store.js';

const TENANT_SHARE = 0.25;
const LANE_SHARES = { fresh: 1, retry: 0.3, replay: 0.2 } as const;

/**
 * The requests that this process may have in flight. A tenant holds at most a quarter of them, and never more than are
 * left free: so however many tenants hang, the next one finds a slot. Who finds none waits in line.
 */
@Injectable()
export class DeliverySlots {
  private readonly size: number;
  private readonly held = new Map<string, number>();
  private readonly heldByLane: Record<DeliveryLane, number> = { fresh: 0, retry: 0, replay: 0 };
  private free: number;
  private readonly line: (() => void)[] = [];

  constructor(config: QueueConfig) {
    this.size = config.deliveryConcurrency;
    this.free = this.size;
  }

  /**
   * Takes what the tenant may have now; all of it counts as fresh until `settle`. A tenant that has its share already
   * gets nothing, at once: its own requests have to end first. Else it waits while no slot is free.
   */
  async take(tenantId: string): Promise<SlotGrant> {
    if (this.heldBy(tenantId) > 0 && this.shareLeft(tenantId) <= 0) return NOTHING;
    if (this.line.length > 0) await this.turn();
    while (this.free <= 0) await this.turn();
    const total = Math.max(this.shareLeft(tenantId), Math.min(1, this.free));
    this.add(tenantId, 'fresh', total);
    return {
      total,
      retry: Math.min(total, this.laneLeft('retry')),
      replay: Math.min(total, this.laneLeft('replay')),
    };
  }

  /** Says what of a grant was used, lane by lane, and gives back the rest. */
  settle(tenantId: string, granted: SlotGrant, used: readonly DeliveryLane[]): void {
    this.add(tenantId, 'fresh', -granted.total);
    for (const lane of used) this.add(tenantId, lane, 1);
    this.callNext();
  }

  release(tenantId: string, lane: DeliveryLane): void {
    this.add(tenantId, lane, -1);
    this.callNext();
  }

  /** Whether a look would find one without waiting in line. */
  get hasFree(): boolean {
    return this.free > 0 && this.line.length === 0;
  }

  /** Requests in flight, by lane; for metrics. */
  inFlight(): Readonly<Record<DeliveryLane, number>> {
    return { ...this.heldByLane };
  }

  private turn(): Promise<void> {
    return new Promise((go) => this.line.push(go));
  }

  private callNext(): void {
    if (this.free > 0) this.line.shift()?.();
  }

  private heldBy(tenantId: string): number {
    return this.held.get(tenantId) ?? 0;
  }

  private shareLeft(tenantId: string): number {
    const share = Math.max(1, Math.floor(this.size * TENANT_SHARE));
    const held = this.heldBy(tenantId);
    // After it the tenant holds no more than are left free.
    return Math.min(share - held, Math.floor((this.free - held) / 2));
  }

  private laneLeft(lane: DeliveryLane): number {
    return Math.max(0, Math.max(1, Math.floor(this.size * LANE_SHARES[lane])) - this.heldByLane[lane]);
  }

  private add(tenantId: string, lane: DeliveryLane, count: number): void {
    this.free -= count;
    this.heldByLane[lane] += count;
    const held = this.heldBy(tenantId) + count;
    if (held === 0) this.held.delete(tenantId);
    else this.held.set(tenantId, held);
  }
}

const NOTHING: SlotGrant = { total: 0, retry: 0, replay: 0 };
