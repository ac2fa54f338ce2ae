import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/kernel/identifiers.js';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { addMember, type Member } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

interface Change {
  readonly id: string;
  readonly version: number;
  readonly type: string;
  readonly occurredAt: string;
  readonly actor: { readonly kind: string; readonly id: string; readonly name: string | null };
  readonly requestId: string;
  readonly changes: Readonly<Record<string, { readonly old: unknown; readonly new: unknown }>>;
  readonly erased: boolean;
}
interface HistoryPage {
  readonly items: Change[];
  readonly hasNextPage: boolean;
  readonly nextCursor: string | null;
  readonly keptSince: string | null;
}
type Lead = Record<string, unknown> & { readonly id: string; readonly version: number };

describe('the history of a record', () => {
  const { api } = useTestProduct();
  let admin: ApiClient & { readonly tenant: RegisteredTenant };
  let restricted: Member;
  let mate: Member;

  beforeAll(async () => {
    admin = await api().register();
    for (const key of ['tier', 'secret'])
      await admin.post('/api/custom-fields', { body: { resource: 'leads', key, label: key, type: 'text' } });
    const fieldRules = { leads: { phone: 'hidden', 'customFields.secret': 'hidden' } };
    await admin.post('/api/roles', { body: { name: 'Restricted', permissions: ['*:*'], fieldRules } });
    await admin.post('/api/roles', { body: { name: 'Own', permissions: ['leads:read:own'] } });
    restricted = await addMember(admin, 'Restricted');
    mate = await addMember(admin, 'Own');
  });

  async function lead(body: Readonly<Record<string, unknown>> = {}): Promise<Lead> {
    const answer = await admin.post<Lead>('/api/leads', { body: { lastName: 'Doe', ...body } });
    expect(answer.status).toBe(201);
    return answer.body;
  }

  async function historyOf(id: string, query = '', reader: ApiClient = admin): Promise<HistoryPage> {
    const { status, body } = await reader.get<HistoryPage>(`/api/leads/${id}/history${query}`);
    expect(status).toBe(200);
    return body;
  }

  it('tells of every change, newest first, who made it and what it changed', async () => {
    const { id } = await lead({ score: 1, customFields: { tier: 'gold' } });
    const patched = await admin.patch(`/api/leads/${id}`, {
      body: { score: 2, customFields: { tier: null } },
    });
    await admin.delete(`/api/leads/${id}`);
    const { items, keptSince } = await historyOf(id);
    expect(keptSince).toBeNull();
    expect(items.map(({ type, version }) => [type, version])).toEqual([
      ['lead.deleted', 3],
      ['lead.updated', 2],
      ['lead.created', 1],
    ]);
    const [deleted, updated, created] = items;
    expect(deleted?.changes).toEqual({});
    expect(updated).toMatchObject({
      changes: { score: { old: 1, new: 2 }, 'customFields.tier': { old: 'gold', new: null } },
      actor: { kind: 'user', id: admin.tenant.userId, name: expect.any(String) },
      requestId: patched.headers.get('x-request-id'),
      occurredAt: patched.body['updatedAt'],
      erased: false,
    });
    expect(created?.changes).toMatchObject({
      lastName: { old: null, new: 'Doe' },
      score: { old: null, new: 1 },
      'customFields.tier': { old: null, new: 'gold' },
    });
    expect(created?.changes).not.toHaveProperty('version');
  });

  it('comes in pages without a gap, whatever is written meanwhile', async () => {
    const { id } = await lead();
    for (let score = 1; score <= 8; score += 1) await admin.patch(`/api/leads/${id}`, { body: { score } });
    const versions: number[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? '?limit=2' : `?limit=2&cursor=${cursor}`;
      const page = await historyOf(id, query);
      expect(page.items.length).toBeLessThanOrEqual(2);
      versions.push(...page.items.map(({ version }) => version));
      await admin.patch(`/api/leads/${id}`, { body: { company: `Company ${versions.length}` } });
      cursor = page.nextCursor;
    }
    expect(versions).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
  });

  it('ends a page where it is full of bytes, and goes on there', async () => {
    const text = () => randomBytes(70_000).toString('base64');
    const made = await admin.post<Lead>('/api/activities', { body: { kind: 'note', body: text() } });
    const path = `/api/activities/${made.body.id}`;
    for (let version = 2; version <= 10; version += 1) await admin.patch(path, { body: { body: text() } });
    const first = await admin.get<HistoryPage>(`${path}/history?limit=200`);
    expect(first.body.items.length).toBeLessThan(10);
    expect(first.body.hasNextPage).toBe(true);
    const rest = await admin.get<HistoryPage>(
      `${path}/history?limit=200&cursor=${String(first.body.nextCursor)}`,
    );
    const versions = [...first.body.items, ...rest.body.items].map(({ version }) => version);
    expect(versions).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    const timeline = await admin.get<HistoryPage>(`${path}/timeline?limit=200`);
    expect(timeline.body.items.map(({ version }) => version)).toEqual(
      versions.slice(0, first.body.items.length),
    );
  });

  it('shows a reader nothing that is hidden from them now; the version stays', async () => {
    const { id } = await lead({
      phone: '+49 30 1234567',
      score: 1,
      customFields: { secret: 'canary', tier: 'a' },
    });
    await admin.patch(`/api/leads/${id}`, { body: { phone: null, customFields: { secret: 'canary too' } } });
    await admin.patch(`/api/leads/${id}`, { body: { phone: '+49 30 7654321', score: 2 } });
    const seen = await historyOf(id, '', restricted);
    expect(JSON.stringify(seen)).not.toMatch(/phone|secret|canary|123/);
    expect(seen.items.map(({ changes }) => Object.keys(changes).sort())).toEqual([
      ['score'],
      [],
      expect.arrayContaining(['customFields.tier', 'lastName', 'score']),
    ]);
  });

  it('is for whoever reaches the record now, and shows nothing of a custom field that is deleted', async () => {
    const { id } = await lead({ customFields: { tier: 'b' } });
    expect((await mate.get(`/api/leads/${id}/history`)).status).toBe(404);
    expect((await mate.get(`/api/leads/${id}?asOf=${new Date().toISOString()}`)).status).toBe(404);
    await admin.patch(`/api/leads/${id}`, { body: { ownerId: mate.userId } });
    expect((await historyOf(id, '', mate)).items).toHaveLength(2);
    await admin.delete(`/api/leads/${id}`);
    expect((await historyOf(id, '', mate)).items).toHaveLength(3);
    expect((await mate.post(`/api/leads/${id}/revert`, { body: { version: 1 } })).status).toBe(403);
    expect((await admin.get(`/api/leads/${newId()}/history`)).status).toBe(404);
  });

  it.each(['limit=0', 'limit=201', 'cursor=x', 'sortBy=version', 'limit=x'])('refuses %s', async (query) => {
    const { id } = await lead();
    const answer = await admin.get(`/api/leads/${id}/history?${query}`);
    const [field] = query.split('=');
    expect(answer).toMatchObject({ status: 400, body: { error: { details: [{ field }] } } });
  });

  it('refuses the cursor of another record', async () => {
    const [one, other] = [await lead(), await lead()];
    await admin.patch(`/api/leads/${one.id}`, { body: { score: 3 } });
    const { nextCursor } = await historyOf(one.id, '?limit=1');
    expect((await admin.get(`/api/leads/${other.id}/history?cursor=${nextCursor}`)).status).toBe(400);
  });

  it('keeps from a reader of views the fields they name, as the views themselves do', async () => {
    const filter = { field: 'phone', operator: 'eq', value: 'canary' };
    const view = { name: 'Phones', resource: 'leads', visibility: 'everyone', filter };
    const made = await admin.post<Lead>('/api/views', { body: view });
    expect(made.status).toBe(201);
    const path = `/api/views/${made.body.id}`;
    await admin.patch(path, { body: { filter: null, name: 'All' } });
    const seen = await restricted.get<HistoryPage>(`${path}/history`);
    expect(seen.body.items.map(({ changes }) => Object.keys(changes))).toEqual([
      ['name'],
      expect.not.arrayContaining(['filter']),
    ]);
    const then = await restricted.get(`${path}?asOf=${String(made.body['updatedAt'])}`);
    expect(then.body).toMatchObject({ name: 'Phones', filter: null });
    expect(JSON.stringify([seen.body, then.body])).not.toContain('canary');
    const whole = await admin.get<HistoryPage>(`${path}/history`);
    expect(whole.body.items[0]?.changes).toMatchObject({ filter: { old: filter, new: null } });
  });
});
