import { describe, expect, it } from '@jest/globals';
import { EnvironmentReader } from '../../../platform/config/environment-reader.js';
import { QueueConfig } from '../../../platform/config/queue.config.js';
import type { DeliveryLane } from './claimed-delivery.js';
import { DeliverySlots } from './delivery-slots.js';

function slotsOf(size: number): DeliverySlots {
  return new DeliverySlots(new QueueConfig(new EnvironmentReader({ DELIVERY_CONCURRENCY: String(size) })));
}

/** Takes all that the tenant may have, and uses it. */
async function fill(slots: DeliverySlots, tenantId: string, lane: DeliveryLane = 'fresh'): Promise<number> {
  const grant = await slots.take(tenantId);
  const count = lane === 'fresh' ? grant.total : grant[lane];
  slots.settle(tenantId, grant, Array<DeliveryLane>(count).fill(lane));
  return count;
}

describe('DeliverySlots', () => {
  it('gives a tenant a quarter at most, and nothing more at once', async () => {
    const slots = slotsOf(200);
    expect(await fill(slots, 'a')).toBe(50);
    expect(await fill(slots, 'a')).toBe(0);
  });

  it('leaves one free for the next tenant, however many hold theirs', async () => {
    const slots = slotsOf(40);
    const taken: number[] = [];
    for (let tenant = 0; tenant < 20; tenant += 1) {
      for (let more = await fill(slots, `t${tenant}`); more > 0;) {
        taken[tenant] = (taken[tenant] ?? 0) + more;
        more = tenant < 10 ? await fill(slots, `t${tenant}`) : 0;
      }
      if (slots.inFlight().fresh === 40) break;
    }
    expect(taken[0]).toBe(10);
    expect(taken.length).toBeGreaterThanOrEqual(6);
    expect(Math.min(...taken)).toBeGreaterThan(0);
  });

  it('gives retries and replays a share of all', async () => {
    const slots = slotsOf(40);
    expect(await fill(slots, 'a', 'retry')).toBe(10);
    expect(await fill(slots, 'b', 'retry')).toBe(2);
    expect((await slots.take('c')).retry).toBe(0);
    const others = slotsOf(40);
    expect(await fill(others, 'a', 'replay')).toBe(8);
    expect((await others.take('b')).replay).toBe(0);
  });

  it('lets those who find none wait in line, and go in that order', async () => {
    const slots = slotsOf(1);
    expect(await fill(slots, 'a')).toBe(1);
    const order: string[] = [];
    const waiting = ['b', 'c'].map(async (tenant) => {
      expect(await fill(slots, tenant)).toBe(1);
      order.push(tenant);
      slots.release(tenant, 'fresh');
    });
    slots.release('a', 'fresh');
    await Promise.all(waiting);
    expect(order).toEqual(['b', 'c']);
    expect(slots.inFlight()).toEqual({ fresh: 0, retry: 0, replay: 0 });
  });

  it('never counts a slot twice, whatever is taken and released', async () => {
    const slots = slotsOf(7);
    const held: (() => void)[] = [];
    const lanes: DeliveryLane[] = ['fresh', 'retry', 'replay'];
    for (let step = 0; step < 2_000; step += 1) {
      const release = held.length > 5 || (step % 3 === 2 && held.length > 0) ? held.shift() : undefined;
      if (release !== undefined) {
        release();
        continue;
      }
      const tenant = `t${step % 4}`;
      const grant = await slots.take(tenant);
      const lane = lanes[step % 3] ?? 'fresh';
      const used = grant.total > 0 ? [lane] : [];
      slots.settle(tenant, grant, used);
      if (used.length > 0) held.push(() => slots.release(tenant, lane));
      const { fresh, retry, replay } = slots.inFlight();
      expect(fresh + retry + replay).toBe(held.length);
      expect(held.length).toBeLessThanOrEqual(7);
    }
  });
});
