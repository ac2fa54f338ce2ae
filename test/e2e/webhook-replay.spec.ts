import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runInContext } from '../../src/platform/context/request-context.js';
import { TenantDirectory } from '../../src/platform/context/tenant-directory.js';
import { ControlDatabase } from '../../src/platform/database/control-database.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import { DirtyMarks } from '../../src/platform/journal/dirty-marks.js';
import { WakeUps } from '../../src/platform/journal/wake-ups.js';
import { auditItems } from '../support/audit-reader.js';
import { eventually } from '../support/eventually.js';
import { useTestProduct } from '../support/use-test-product.js';
import { type Delivery, type Endpoint, WebhookBench } from '../support/webhook-bench.js';
import { answering, answeringAfter, WebhookReceiver } from '../support/webhook-receiver.js';

const SETTINGS = {
  WEBHOOK_SCHEDULE_PERCENT: '0',
  WEBHOOK_BREAKER_MS: '0',
  SWEEP_MS: '100',
  SWEEP_GRACE_MS: '0',
};
const AT_ONCE = 20;

describe('asking for deliveries again', () => {
  const { product, api } = useTestProduct(SETTINGS);
  let bench: WebhookBench;
  let receiver: WebhookReceiver;
  let endpoint: Endpoint;

  beforeEach(async () => {
    bench = new WebhookBench(await api().register());
    receiver = await WebhookReceiver.start();
    endpoint = await bench.endpoint(receiver.url, ['lead.*']);
  });

  afterEach(() => receiver.stop());

  async function sql(text: string, values: unknown[] = []): Promise<void> {
    const tenant = await product().app.get(TenantDirectory).find(bench.api.tenant.tenantId);
    await runInContext({ traceId: 'spec', tenant }, () =>
      product().app.get(TenantDatabase).execute({ text, values }),
    );
  }

  async function delivered(): Promise<Delivery> {
    await bench.lead();
    const [delivery] = await bench.settled(endpoint, ['succeeded']);
    if (delivery === undefined) throw new Error('There is no delivery');
    return delivery;
  }

  const replay = ({ id }: Pick<Delivery, 'id'>, query = '') =>
    bench.api.post(`/api/webhooks/deliveries/${id}/replay${query}`, { body: {} });
  const recover = (body: unknown, query = '') =>
    bench.api.post(`/api/webhooks/${endpoint.id}/recover${query}`, { body });
  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

  describe('one by one', () => {
    it('sends a delivery once more however often it is clicked at once', async () => {
      const delivery = await delivered();
      const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => replay(delivery)));
      for (const { status, body } of answers) {
        expect(status).toBe(202);
        expect(body).toMatchObject({ id: delivery.id, eventId: delivery.eventId, lane: 'replay' });
      }
      await eventually('the replay', () => receiver.received.length === 2);
      const [again] = await bench.settled(endpoint, ['succeeded']);
      expect(again).toMatchObject({ id: delivery.id, attempts: 2 });
      expect(receiver.received).toHaveLength(2);
      expect(new Set(receiver.ids).size).toBe(1);
      expect(receiver.received[0]?.body.equals(receiver.received[1]?.body ?? Buffer.alloc(0))).toBe(true);
      const told = await auditItems(bench.api, '&action=webhook-delivery.replayed');
      expect(told).toHaveLength(1);
    });

    it('takes a click of seconds ago for the same, though it was sent meanwhile', async () => {
      const delivery = await delivered();
      const replayedAgo = (seconds: number) =>
        sql(`UPDATE webhook_deliveries SET replayed_at = now() - $2 * interval '1 second' WHERE id = $1`, [
          delivery.id,
          seconds,
        ]);
      await replayedAgo(0);
      expect((await replay(delivery)).body).toMatchObject({ status: 'succeeded', attempts: 1 });
      await replayedAgo(6);
      expect((await replay(delivery)).body).toMatchObject({ status: 'pending', lane: 'replay' });
      await eventually('the replay', () => receiver.received.length === 2);
    });

    it('gives a failed one its schedule anew', async () => {
      receiver.answer = answering(503);
      await bench.lead();
      const [failed] = await bench.settled(endpoint, ['failed']);
      receiver.answer = answering(200);
      expect((await replay(failed ?? { id: '' })).status).toBe(202);
      const [delivery] = await bench.settled(endpoint, ['succeeded']);
      expect(delivery).toMatchObject({ id: failed?.id, attempts: (failed?.attempts ?? 0) + 1 });
    });

    it('answers with the delivery that is still being sent, and adds nothing', async () => {
      receiver.answer = answeringAfter(1_000);
      await bench.lead();
      const sending = await eventually('the request', async () =>
        receiver.inFlight === 1 ? (await bench.deliveries(endpoint))[0] : undefined,
      );
      const { status, body } = await replay(sending);
      expect({ status, id: body['id'], lane: body['lane'] }).toEqual({
        status: 202,
        id: sending.id,
        lane: 'fresh',
      });
      await bench.settled(endpoint, ['succeeded']);
      expect(receiver.received).toHaveLength(1);
    });

    it('only says what it would do in a dry run', async () => {
      const delivery = await delivered();
      const { status, body } = await replay(delivery, '?dryRun=true');
      expect({ status, now: body['status'] }).toEqual({ status: 202, now: 'pending' });
      await bench.settled(endpoint, ['succeeded']);
      expect(receiver.received).toHaveLength(1);
    });

    it('is found by the sweep when its wake-up is lost', async () => {
      const delivery = await delivered();
      // As long after its last change: nothing else leads the sweep to the tenant.
      const { tenantId } = bench.api.tenant;
      const marked: unknown = Reflect.get(product().app.get(DirtyMarks), 'markedUntil');
      if (marked instanceof Map) marked.clear();
      const control = product().app.get(ControlDatabase);
      await control.query('DELETE FROM dirty_marks WHERE tenant_id = $1', [tenantId]);
      await control.query('DELETE FROM due_marks WHERE tenant_id = $1', [tenantId]);
      const wakeUps = product().app.get(WakeUps);
      const wake = wakeUps.wake.bind(wakeUps);
      wakeUps.wake = () => undefined;
      try {
        expect((await replay(delivery)).status).toBe(202);
        await eventually('the replay', () => receiver.received.length === 2);
      } finally {
        wakeUps.wake = wake;
      }
    });

    it('is refused while the endpoint is disabled, and when the event is no longer held', async () => {
      const delivery = await delivered();
      await bench.api.patch(`/api/webhooks/${endpoint.id}`, { body: { enabled: false } });
      const disabled = await replay(delivery);
      expect(disabled.status).toBe(409);
      expect(disabled.body['error']).toMatchObject({ code: 'WEBHOOK_DISABLED' });
      expect((await recover({ since: minutesAgo(5) })).status).toBe(409);
      await bench.api.patch(`/api/webhooks/${endpoint.id}`, { body: { enabled: true } });
      await sql('DELETE FROM journal WHERE id = $1', [delivery.eventId]);
      const expired = await replay(delivery);
      expect(expired.status).toBe(410);
      expect(expired.body['error']).toMatchObject({ code: 'HISTORY_EXPIRED' });
      const { body } = await bench.api.get(`/api/webhooks/deliveries/${delivery.id}`);
      expect(body).toMatchObject({ status: 'succeeded', event: null });
    });
  });

  describe('of a range of time', () => {
    it('recovers what failed, was held or cancelled, and nothing that has arrived', async () => {
      receiver.answer = answering(503);
      await bench.leads(4);
      const lost = await bench.settled(endpoint, Array<string>(4).fill('failed'));
      await sql(`UPDATE webhook_deliveries SET status = 'held' WHERE id = $1`, [lost[0]?.id]);
      await sql(`UPDATE webhook_deliveries SET status = 'cancelled' WHERE id = $1`, [lost[1]?.id]);
      await sql('UPDATE webhook_deliveries SET delivered_at = now() WHERE id = $1', [lost[2]?.id]);
      receiver.answer = answering(204);
      const before = receiver.received.length;
      const dry = await recover({ since: minutesAgo(5) }, '?dryRun=true');
      expect(dry.body).toEqual({ recovered: 3, remaining: false, continueFrom: null });
      const { status, body } = await recover({ since: minutesAgo(5) });
      expect({ status, body }).toEqual({
        status: 202,
        body: { recovered: 3, remaining: false, continueFrom: null },
      });
      await bench.settled(endpoint, ['failed', 'succeeded', 'succeeded', 'succeeded']);
      expect(receiver.received).toHaveLength(before + 3);
      expect((await recover({ since: minutesAgo(5) })).body).toMatchObject({ recovered: 0 });
      expect(await auditItems(bench.api, '&action=webhook.recovered')).toHaveLength(1);
    });

    it('brings what happened before the endpoint was there, by type, once', async () => {
      await bench.leads(3);
      const id = await bench.lead();
      await bench.api.patch(`/api/leads/${id}`, { body: { score: 5 } });
      await bench.settled(endpoint, Array<string>(5).fill('succeeded'));
      const late = await WebhookReceiver.start();
      try {
        endpoint = await bench.endpoint(late.url, ['lead.created', 'lead.updated', 'company.*']);
        await bench.api.post('/api/companies', { body: { name: 'Acme' } });
        await bench.settled(endpoint, ['succeeded']);
        const updates = await recover({ since: minutesAgo(5), eventTypes: ['lead.updated'] });
        expect(updates.body).toMatchObject({ recovered: 1, remaining: false });
        const rest = await recover({ since: minutesAgo(5), eventTypes: ['lead.*'] });
        expect(rest.body).toMatchObject({ recovered: 4 });
        expect((await recover({ since: minutesAgo(5) })).body).toMatchObject({ recovered: 0 });
        const deliveries = await bench.settled(endpoint, Array<string>(6).fill('succeeded'));
        expect(new Set(late.ids).size).toBe(6);
        expect(late.received).toHaveLength(6);
        expect(deliveries.map(({ eventId }) => eventId).sort()).toEqual([...late.ids].sort());
        expect(receiver.received).toHaveLength(5);
      } finally {
        await late.stop();
      }
    });

    it('keeps to the range', async () => {
      receiver.answer = answering(503);
      await bench.lead();
      await bench.settled(endpoint, ['failed']);
      const until = new Date().toISOString();
      await sql(`UPDATE journal SET occurred_at = occurred_at - interval '1 hour'`);
      expect((await recover({ since: minutesAgo(10), until })).body).toMatchObject({ recovered: 0 });
      expect((await recover({ since: minutesAgo(70), until: minutesAgo(50) })).body).toMatchObject({
        recovered: 1,
      });
    });

    it.each([
      ['since', () => ({ since: minutesAgo(-5) })],
      ['since', () => ({ since: minutesAgo(5), until: minutesAgo(6) })],
      ['since', () => ({ since: minutesAgo(60 * 24 * 31) })],
      ['since', () => ({})],
      ['until', () => ({ since: minutesAgo(5), until: minutesAgo(-5) })],
      ['until', () => ({ since: minutesAgo(5), until: 'tomorrow' })],
      ['eventTypes.1', () => ({ since: minutesAgo(5), eventTypes: ['lead.*', 'lead%'] })],
      ['colour', () => ({ since: minutesAgo(5), colour: 'red' })],
    ])('is refused for what is wrong with %s', async (field, body) => {
      const answer = await recover(body());
      expect(answer.status).toBe(422);
      expect(answer.body['error']).toMatchObject({ details: [{ field }] });
    });
  });
});
