import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TenantDirectory } from '../../src/platform/context/tenant-directory.js';
import { ClusterDirectory } from '../../src/platform/database/cluster-directory.js';
import { migrateDatabase } from '../../src/platform/database/migrate-database.js';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { CreateGadgets20991231000000 } from '../support/sample-room/create-gadgets.js';
import { GadgetsModule } from '../support/sample-room/gadgets.module.js';
import { useTestProduct } from '../support/use-test-product.js';

/** A record type that the product has never heard of: its folder, its migration, its place in the list of rooms. */
describe('A record type that is added', () => {
  const { product, api } = useTestProduct({}, [GadgetsModule]);
  let admin: ApiClient & { readonly tenant: RegisteredTenant };
  let names = 0;

  const unique = (prefix: string) => `${prefix} ${(names += 1)}`;
  const make = async (body: Record<string, unknown> = {}) => {
    const answer = await admin.post('/api/gadgets', { body: { name: unique('Gadget'), ...body } });
    expect(answer.status).toBe(201);
    return answer.body as Record<string, unknown> & { id: string; version: number };
  };

  beforeAll(async () => {
    admin = await api().register();
    const tenant = await product().app.get(TenantDirectory).find(admin.tenant.tenantId);
    if (tenant === undefined) throw new Error('The tenant is not found');
    const url = product().app.get(ClusterDirectory).directUrl(tenant.cluster, tenant.database);
    await migrateDatabase(url, { migrations: [CreateGadgets20991231000000], version: 0, hash: 'gadgets' });
  });

  describe('by itself', () => {
    it('is created, read, changed, replaced, deleted and restored', async () => {
      const { id } = await make({ weight: 1.25 });
      expect((await admin.get(`/api/gadgets/${id}`)).body).toMatchObject({ weight: 1.25, status: 'planned' });
      const changed = await admin.patch(`/api/gadgets/${id}`, {
        body: { status: 'built' },
        headers: { 'if-match': '"1"' },
      });
      expect(changed.body).toMatchObject({ status: 'built', version: 2 });
      const stale = await admin.patch(`/api/gadgets/${id}`, { body: { status: 'scrapped', version: 1 } });
      expect(stale.status).toBe(412);
      expect((await admin.put(`/api/gadgets/${id}`, { body: { name: 'New' } })).body['weight']).toBeNull();
      expect((await admin.delete(`/api/gadgets/${id}`)).status).toBe(204);
      expect((await admin.post(`/api/gadgets/${id}/restore`)).status).toBe(200);
    });

    it('is checked without being written', async () => {
      const answer = await admin.post('/api/gadgets?dryRun=true', { body: { name: 'Never' } });
      expect(answer.status).toBe(201);
      expect(answer.headers.get('dry-run')).toBe('true');
      expect((await admin.get(`/api/gadgets/${String(answer.body['id'])}`)).status).toBe(404);
      expect((await admin.post('/api/gadgets?dryRun=true', { body: {} })).status).toBe(422);
    });
  });

  describe('in time', () => {
    it('has a history, is read as it was, comes back, and stands in the timelines of what it names', async () => {
      const parent = await make({ weight: 1 });
      const child = await make({
        serial: 'S-child',
        parentId: parent.id,
        builtAt: '2024-05-01T08:00:00.000Z',
      });
      await make({ parentId: parent.id });
      await admin.patch(`/api/gadgets/${parent.id}`, { body: { weight: 2 } });
      const path = `/api/gadgets/${parent.id}`;
      const history = await admin.get<{ items: Record<string, unknown>[] }>(`${path}/history`);
      expect(history.body.items).toMatchObject([{ changes: { weight: { old: 1, new: 2 } } }, { version: 1 }]);
      expect((await admin.get(`${path}?asOf=${String(parent['updatedAt'])}`)).body).toEqual(parent);
      expect((await admin.post(`${path}/revert`, { body: { version: 1 } })).body).toMatchObject({
        weight: 1,
      });
      const timeline = await admin.get<{ items: Record<string, unknown>[] }>(`${path}/timeline`);
      expect(timeline.body.items).toMatchObject([
        { type: 'change', event: 'gadget.updated', version: 3, changedFields: ['weight'] },
        { type: 'change', version: 2 },
        { type: 'change', event: 'gadget.created' },
        { type: 'gadget', recordId: child.id, title: child['name'], kind: 'planned', summary: 'S-child' },
      ]);
    });
  });

  describe('in numbers', () => {
    it('is written in bulk and upserted', async () => {
      const gadgets = [1, 2, 3].map((n) => ({ name: `Bulk ${n}`, serial: `S-${n}`, externalId: `x-${n}` }));
      const created = await admin.post('/api/gadgets/bulk', { body: { gadgets } });
      expect(created.body).toMatchObject({ succeeded: 3, failed: 0 });
      const upserted = await admin.put('/api/gadgets/bulk?matchOn=serial', {
        body: {
          gadgets: [
            { name: 'Bulk one', serial: 's-1' },
            { name: 'Bulk 4', serial: 'S-4' },
          ],
        },
      });
      expect(upserted.body['results']).toMatchObject([{ status: 200 }, { status: 201 }]);
      const ids = (upserted.body['results'] as { id: string }[]).map(({ id }) => ({ id }));
      const updated = await admin.patch('/api/gadgets/bulk', {
        body: { gadgets: ids.map(({ id }) => ({ id, status: 'built' })) },
      });
      expect(updated.body).toMatchObject({ succeeded: 2, failed: 0 });
      const removed = await admin.delete('/api/gadgets/bulk', { body: { gadgets: ids } });
      expect(removed.body).toMatchObject({ succeeded: 2, failed: 0 });
    });
  });

  describe('in lists', () => {
    let parent: { id: string };

    beforeAll(async () => {
      parent = await make({ name: 'Parent of all', weight: 100 });
      for (const weight of [3, 1, 2]) {
        await make({ name: `Listed ${weight}`, weight, parentId: parent.id, tags: ['listed'] });
      }
    });

    it('is filtered, also by a relation, and sorted', async () => {
      const answer = await admin.get('/api/gadgets?parent.weight[gte]=100&sortBy=weight&tag=listed');
      expect(answer.body['totalCount']).toBe(3);
      expect((answer.body['items'] as { weight: number }[]).map(({ weight }) => weight)).toEqual([1, 2, 3]);
    });

    it('is searched by a tree', async () => {
      const body = {
        filter: {
          and: [
            { field: 'tags', operator: 'has', value: ['listed'] },
            { not: { field: 'weight', operator: 'gt', value: 2 } },
          ],
        },
        sort: [{ field: 'weight', order: 'desc' }],
        fields: ['name'],
        expand: ['parent'],
      };
      const { body: page } = await admin.post('/api/gadgets/search', { body });
      const items = page['items'] as Record<string, unknown>[];
      expect(items.map((item) => item['name'])).toEqual(['Listed 2', 'Listed 1']);
      expect(items[0]).toMatchObject({ parent: { id: parent.id } });
      expect(items[0]).not.toHaveProperty('weight');
    });

    it('is paged by cursors', async () => {
      const seen: string[] = [];
      let cursor = '';
      for (let page = 0; page < 10; page += 1) {
        const { body } = await admin.get(`/api/gadgets?tag=listed&limit=2&sortBy=weight${cursor}`);
        seen.push(...(body['items'] as { name: string }[]).map(({ name }) => name));
        if (body['nextCursor'] === null) break;
        cursor = `&cursor=${body['nextCursor'] as string}`;
      }
      expect(seen).toEqual(['Listed 1', 'Listed 2', 'Listed 3']);
    });

    it('is found by text, here and across resources', async () => {
      const { id } = await make({ name: 'Çarafe électrique' });
      const found = await admin.get('/api/gadgets?search=electr');
      expect((found.body['items'] as { id: string }[]).map((item) => item.id)).toContain(id);
      const everywhere = await admin.get('/api/search?q=electrique');
      expect(everywhere.body['items']).toContainEqual(expect.objectContaining({ resource: 'gadgets', id }));
    });

    it('is shown through a saved view', async () => {
      const body = {
        name: 'Light ones',
        resource: 'gadgets',
        filter: { field: 'weight', operator: 'lt', value: 2 },
      };
      const view = await admin.post('/api/views', { body });
      expect(view.status).toBe(201);
      const shown = await admin.get(`/api/gadgets?view=${String(view.body['id'])}&tag=listed`);
      expect(shown.body['totalCount']).toBe(1);
    });

    it('counts exactly without a filter', async () => {
      const before = Number((await admin.get('/api/gadgets?pageSize=1')).body['totalCount']);
      const { id } = await make();
      await make();
      await admin.delete(`/api/gadgets/${id}`);
      expect((await admin.get('/api/gadgets?pageSize=1')).body['totalCount']).toBe(before + 1);
    });
  });

  describe('with what tenants add', () => {
    beforeEach(async () => {
      await admin.post('/api/custom-fields', {
        body: { resource: 'gadgets', key: 'tier', label: 'Tier', type: 'text' },
      });
    });

    it('has custom fields, tags and activities', async () => {
      const { id } = await make({ customFields: { tier: 'gold' } });
      expect((await admin.get('/api/gadgets?customFields.tier=gold')).body['totalCount']).toBe(1);
      const wrong = await admin.patch(`/api/gadgets/${id}`, { body: { customFields: { rank: 1 } } });
      expect(wrong.status).toBe(422);
      const tagged = await admin.post('/api/tags/apply', {
        body: { resource: 'gadgets', ids: [id], add: ['seen'] },
      });
      expect(tagged.body).toMatchObject({ succeeded: 1 });
      const activity = await admin.post('/api/activities', {
        body: { kind: 'note', subject: 'Looked at it', links: [{ resource: 'gadget', id }] },
      });
      expect(activity.status).toBe(201);
      expect((await admin.get(`/api/gadgets/${id}/activities`)).body['totalCount']).toBe(1);
    });
  });

  it('has permissions of its own', async () => {
    const role = await admin.post('/api/roles', {
      body: { name: 'Gadget reader', permissions: ['gadgets:read'] },
    });
    expect(role.status).toBe(201);
  });

  it('sends events', async () => {
    const webhook = { url: 'https://example.com/hook', events: ['gadget.created'], enabled: false };
    expect((await admin.post('/api/webhooks', { body: webhook })).status).toBe(201);
  });
});
