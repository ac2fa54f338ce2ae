import { beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/kernel/identifiers.js';
import { ResourceRegistry } from '../../src/platform/resource/resource-registry.js';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { addMember, type Member } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

interface Entry {
  readonly id: string;
  readonly type: string;
  readonly occurredAt: string;
  readonly recordId: string;
  readonly title: string | null;
  readonly actorId: string | null;
}
interface TimelinePage {
  readonly items: Entry[];
  readonly hasNextPage: boolean;
  readonly nextCursor: string | null;
}

describe('the timeline of a record', () => {
  const { product, api } = useTestProduct();
  let admin: ApiClient & { readonly tenant: RegisteredTenant };

  beforeAll(async () => {
    admin = await api().register();
  });

  async function lead(): Promise<string> {
    const answer = await admin.post('/api/leads', { body: { lastName: 'Doe' } });
    return String(answer.body['id']);
  }

  async function activity(leadId: string, body: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const answer = await admin.post('/api/activities', { body: { kind: 'call', leadId, ...body } });
    expect(answer.status).toBe(201);
    return String(answer.body['id']);
  }

  async function timeline(id: string, query = '', reader: ApiClient = admin): Promise<TimelinePage> {
    const { status, body } = await reader.get<TimelinePage>(`/api/leads/${id}/timeline${query}`);
    expect(status).toBe(200);
    return body;
  }

  async function memberWith(role: Readonly<Record<string, unknown>>): Promise<Member> {
    const name = `Role ${newId()}`;
    expect((await admin.post('/api/roles', { body: { name, ...role } })).status).toBe(201);
    return addMember(admin, name);
  }

  /** Every entry, page by page; something is written between two pages. */
  async function walk(id: string, limit: number): Promise<Entry[]> {
    const all: Entry[] = [];
    let cursor = '';
    for (;;) {
      const page = await timeline(id, `?limit=${limit}${cursor}`);
      expect(page.items.length).toBeLessThanOrEqual(limit);
      all.push(...page.items);
      expect(page.hasNextPage).toBe(page.nextCursor !== null);
      if (page.nextCursor === null) return all;
      cursor = `&cursor=${page.nextCursor}`;
      await activity(id, { subject: 'Meanwhile' });
      await admin.patch(`/api/leads/${id}`, { body: { company: `Meanwhile ${all.length}` } });
    }
  }

  it('tells of its changes and of what is linked to it, newest first', async () => {
    const id = await lead();
    await activity(await lead(), { subject: 'Of another' });
    const subject = 'First call';
    const body = 'Long '.repeat(200);
    const call = await activity(id, { subject, body, occurredAt: '2024-05-01T08:00:00Z' });
    await admin.patch(`/api/leads/${id}`, { body: { score: 3 } });
    const { items } = await timeline(id);
    const { userId } = admin.tenant;
    expect(items).toMatchObject([
      {
        type: 'change',
        event: 'lead.updated',
        version: 2,
        changedFields: ['score'],
        recordId: id,
        actorId: userId,
      },
      { type: 'change', event: 'lead.created', version: 1, changedFields: [], title: null, kind: null },
      {
        id: call,
        type: 'activity',
        occurredAt: '2024-05-01T08:00:00.000Z',
        resource: 'activity',
        recordId: call,
        kind: 'call',
        title: subject,
        summary: body.slice(0, 300),
        event: null,
        version: null,
        changedFields: null,
        actorId: userId,
        actorName: expect.any(String),
      },
    ]);
    expect((await timeline(id, '?types=activity')).items.map((entry) => entry.id)).toEqual([call]);
    expect((await timeline(id, '?types=change')).items).toHaveLength(2);
  });

  it.each([1, 2, 3, 7])(
    'comes in pages of %d without a gap or a double, whatever is written meanwhile',
    async (limit) => {
      const id = await lead();
      const activities = Array.from({ length: 9 }, (_, index) =>
        activity(id, {
          subject: `Call ${index}`,
          // Several at the same time, and some after the changes.
          occurredAt: new Date(Date.now() + (index % 3) * 3_600_000 - (index % 2) * 7_200_000).toISOString(),
        }),
      );
      await Promise.all(activities);
      for (let score = 1; score <= 6; score += 1) await admin.patch(`/api/leads/${id}`, { body: { score } });
      const whole = (await timeline(id, '?limit=200')).items;
      expect(whole).toHaveLength(16);
      const times = whole.map(({ occurredAt }) => occurredAt);
      expect(times).toEqual(times.toSorted().reverse());
      const walked = await walk(id, limit);
      const known = new Set(whole.map((entry) => entry.id));
      expect(walked.map((entry) => entry.id).filter((one) => known.has(one))).toEqual(
        whole.map((entry) => entry.id),
      );
      expect(new Set(walked.map((entry) => entry.id)).size).toBe(walked.length);
    },
  );

  it('shows each reader what they may see now', async () => {
    const id = await lead();
    const call = await activity(id, { subject: 'Canary', body: 'Canary' });
    await admin.patch(`/api/leads/${id}`, { body: { phone: '+49 30 1234567', score: 1 } });
    const types = async (reader: ApiClient) => (await timeline(id, '', reader)).items.map(({ type }) => type);

    const without = await memberWith({ permissions: ['leads:read'] });
    expect(await types(without)).toEqual(['change', 'change']);
    expect((await timeline(id, '?types=activity', without)).items).toEqual([]);
    const own = await memberWith({ permissions: ['leads:read', 'activities:read:own'] });
    expect(await types(own)).not.toContain('activity');
    await admin.patch(`/api/activities/${call}`, { body: { ownerId: own.userId } });
    expect(await types(own)).toContain('activity');

    const blind = await memberWith({
      permissions: ['*:*'],
      fieldRules: {
        leads: { phone: 'hidden' },
        activities: { subject: 'hidden', body: 'hidden' },
      },
    });
    const seen = await timeline(id, '', blind);
    expect(seen.items.find(({ type }) => type === 'activity')).toMatchObject({ title: null, summary: null });
    expect(JSON.stringify(seen)).not.toMatch(/Canary|phone/);
    const unlinked = await memberWith({
      permissions: ['*:*'],
      fieldRules: { activities: { links: 'hidden' } },
    });
    expect(await types(unlinked)).not.toContain('activity');

    const none = await memberWith({ permissions: ['leads:read:own', 'activities:read'] });
    expect((await none.get(`/api/leads/${id}/timeline`)).status).toBe(404);
    await admin.delete(`/api/activities/${call}`);
    await admin.delete(`/api/leads/${id}`);
    expect(await types(admin)).toEqual(['change', 'change', 'change']);
  });

  it.each(['types=email', 'types=', 'limit=0', 'cursor=x', 'sortBy=id'])('refuses %s', async (query) => {
    const answer = await admin.get(`/api/leads/${await lead()}/timeline?${query}`);
    const [field] = query.split('=');
    expect(answer).toMatchObject({ status: 400, body: { error: { details: [{ field }] } } });
  });

  it('refuses the cursor of another record, or of other types', async () => {
    const id = await lead();
    await activity(id);
    const { nextCursor } = await timeline(id, '?limit=1');
    const other = await admin.get(`/api/leads/${await lead()}/timeline?cursor=${nextCursor}`);
    const narrower = await admin.get(`/api/leads/${id}/timeline?types=change&cursor=${nextCursor}`);
    expect([other.status, narrower.status]).toEqual([400, 400]);
  });

  it('takes sources that are no records', async () => {
    const id = await lead();
    const greeting = {
      id: newId(),
      type: 'greeting',
      occurredAt: '2020-01-01T00:00:00.000Z',
      resource: 'lead',
      recordId: id,
      kind: null,
      title: 'Hello',
      summary: null,
      event: null,
      version: null,
      changedFields: null,
      actorId: null,
      actorName: null,
    };
    product()
      .app.get(ResourceRegistry)
      .addTimelineSource({
        type: 'greeting',
        read: async (subject, { after }) => ({
          entries: subject.id === id && after === undefined ? [{ key: [0, 0], entry: greeting }] : [],
          hasMore: false,
        }),
      });
    expect((await timeline(id)).items).toMatchObject([{ type: 'change' }, greeting]);
    expect(await walk(id, 1)).toHaveLength(2);
    expect((await timeline(id, '?types=greeting')).items).toEqual([greeting]);
  });
});
