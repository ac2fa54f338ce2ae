import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { attachFile, fetchFile } from '../support/attach-file.js';
import { FeedReader } from '../support/feed-reader.js';
import { addMember, type Member } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

describe('who reaches an attachment', () => {
  const { api } = useTestProduct();
  let admin: ApiClient & { readonly tenant: RegisteredTenant };
  /** Has all rights to attachments, and reads no leads but their own. */
  let member: Member;

  beforeAll(async () => {
    admin = await api().register();
    await role('Own leads', ['attachments:*', 'leads:read:own']);
    member = await addMember(admin, 'Own leads');
  });

  async function role(name: string, permissions: readonly string[]): Promise<void> {
    const { status } = await admin.post('/api/roles', { body: { name, permissions } });
    expect(status).toBe(201);
  }

  async function leadOf(ownerId: string): Promise<string> {
    const { body } = await admin.post('/api/leads', { body: { lastName: 'Doe', ownerId } });
    return `/api/leads/${String(body['id'])}`;
  }

  /** On a lead of the Admin's. */
  async function attached(name: string) {
    const lead = await leadOf(admin.tenant.userId);
    const { body } = await attachFile(admin, lead, { name });
    return { lead, id: String(body['id']), place: `/api/attachments/${String(body['id'])}` };
  }

  /** What each way to the attachment answers; 404 stands for nobody telling that there is one. */
  async function ways(caller: ApiClient, { lead, place }: { lead: string; place: string }) {
    const statuses = {
      attach: (await attachFile(caller, lead)).status,
      list: (await caller.get(`${lead}/attachments`)).status,
      get: (await caller.get(place)).status,
      content: (await fetchFile(caller, `${place}/content`)).status,
      link: (await caller.post(`${place}/link`, { body: {} })).status,
      revert: (await caller.post(`${place}/revert`, { body: { version: 1 } })).status,
      change: (await caller.patch(place, { body: { description: 'x' } })).status,
      replace: (await caller.put(place, { body: { name: 'x.txt' } })).status,
      history: (await caller.get(`${place}/history`)).status,
      past: (await caller.get(`${place}?asOf=${new Date().toISOString()}`)).status,
      timeline: (await caller.get(`${place}/timeline`)).status,
      erase: (await caller.delete(`${place}?permanent=true&dryRun=true`)).status,
      delete: (await caller.delete(place)).status,
      restore: (await caller.post(`${place}/restore`)).status,
    };
    return statuses;
  }

  const NO_WAY = {
    ...{ attach: 404, list: 404, get: 404, content: 404, link: 404 },
    ...{ history: 404, past: 404, timeline: 404, revert: 404 },
    ...{ change: 404, replace: 404, erase: 404, delete: 404, restore: 404 },
  };
  const EVERY_WAY = {
    ...{ attach: 201, list: 200, get: 200, content: 200, link: 200 },
    ...{ history: 200, past: 200, timeline: 200, revert: 200 },
    ...{ change: 200, replace: 200, erase: 202, delete: 204, restore: 200 },
  };

  it('is who reaches its record, whatever else they may do', async () => {
    const file = await attached('hidden-heron.txt');
    const feed = new FeedReader(member, 0, '&types=attachment.*');
    expect(await ways(member, file)).toEqual(NO_WAY);
    const listed = await member.get<{ totalCount: number }>('/api/attachments?name=hidden-heron.txt');
    expect(listed.body.totalCount).toBe(0);
    const tree = await member.post<{ items: unknown[] }>('/api/attachments/search', {
      body: { filter: { field: 'name', operator: 'eq', value: 'hidden-heron.txt' } },
    });
    expect(tree.body.items).toEqual([]);
    expect((await member.get<{ items: unknown[] }>('/api/search?q=heron')).body.items).toEqual([]);
    expect(await feed.read()).toEqual([]);

    await admin.patch(file.lead, { body: { ownerId: member.userId } });
    expect(await ways(member, file)).toEqual(EVERY_WAY);
    expect((await member.get<{ items: unknown[] }>('/api/search?q=heron')).body.items).toHaveLength(0);
    const events = await new FeedReader(member, 0, '&types=attachment.*').until('its events', (all) =>
      all.some(({ recordId, type }) => recordId === file.id && type === 'attachment.created'),
    );
    expect(events.length).toBeGreaterThan(0);
  });

  it('is nobody while its record is deleted', async () => {
    const file = await attached('a.txt');
    await admin.delete(file.lead);
    expect(await ways(admin, file)).toEqual(NO_WAY);
    await admin.post(`${file.lead}/restore`);
    expect(await ways(admin, file)).toEqual(EVERY_WAY);
  });

  it('is nobody of another tenant', async () => {
    expect(await ways(await api().register(), await attached('a.txt'))).toEqual(NO_WAY);
  });

  it('is nobody who holds no right to attachments: 403', async () => {
    await role('Leads alone', ['leads:*']);
    const forbidden = Object.fromEntries(Object.keys(NO_WAY).map((way) => [way, 403]));
    expect(await ways(await addMember(admin, 'Leads alone'), await attached('a.txt'))).toEqual(forbidden);
  });

  it('reaches their own alone with a right to those alone', async () => {
    await role('Own files', ['leads:*', 'attachments:*:own']);
    const careful = await addMember(admin, 'Own files');
    const file = await attached('a.txt');
    const statuses = await ways(careful, file);
    expect(statuses).toEqual({ ...NO_WAY, attach: 201, list: 200 });
    const list = await careful.get<{ items: { ownerId: string }[] }>(`${file.lead}/attachments`);
    expect(list.body.items).toMatchObject([{ ownerId: careful.userId }]);
  });

  it('removes bytes with the right to erase alone, and deletes with the one to delete', async () => {
    await role('Deletes', ['leads:read', 'attachments:delete']);
    await role('Erases', ['leads:read', 'attachments:erase']);
    const { place } = await attached('a.txt');
    const [deleting, erasing] = [await addMember(admin, 'Deletes'), await addMember(admin, 'Erases')];
    expect((await deleting.delete(`${place}?permanent=true`)).status).toBe(403);
    expect((await erasing.delete(place)).status).toBe(403);
    expect((await deleting.delete(place)).status).toBe(204);
    expect((await erasing.delete(`${place}?permanent=true`)).status).toBe(202);
  });
});
