import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { NotificationConfig } from '../../src/platform/config/notification.config.js';
import { runInContext } from '../../src/platform/context/request-context.js';
import { TenantDirectory } from '../../src/platform/context/tenant-directory.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import { NotificationRetention } from '../../src/reactions/notifications/notification-retention.js';
import { ApiClient, type RegisteredTenant } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { MailServer } from '../support/mail-server.js';
import { addMember, type Member } from '../support/team-of-members.js';
import { startTestProduct, type TestProduct } from '../support/test-product.js';

interface Notification {
  readonly id: string;
  readonly kind: string;
  readonly message: string;
  readonly resource: string;
  readonly recordId: string;
  readonly title: string | null;
  readonly count: number;
  readonly actor: { readonly id: string; readonly name: string | null };
  readonly isRead: boolean;
}

type Page = { readonly items: Notification[]; readonly totalCount: number };

describe('notifications', () => {
  let mails: MailServer;
  let product: TestProduct;
  let admin: ApiClient & { readonly tenant: RegisteredTenant };
  let grace: Member;

  beforeAll(async () => {
    mails = await MailServer.start();
    product = await startTestProduct({
      SMTP_URL: mails.url,
      SWEEP_MS: '100',
      SWEEP_GRACE_MS: '0',
      NOTIFICATION_MAIL_DELAY_MS: '300',
    });
  });

  beforeEach(async () => {
    admin = await new ApiClient(product.url).register();
    grace = await addMember(admin, 'User', { name: 'Grace Hopper' });
  });

  afterAll(async () => {
    await product.close();
    await mails.close();
    expect(product.proof.violations).toEqual([]);
  });

  const list = async (client: ApiClient, query = '') =>
    (await client.get<Page>(`/api/notifications?includeTotal=true${query}`)).body;
  const told = (client: ApiClient, count: number) =>
    eventually(`${count} notifications`, async () => {
      const page = await list(client);
      return page.items.length === count && page.items;
    });
  const lead = async (more: Record<string, unknown>, client: ApiClient = admin) => {
    const { status, body } = await client.post('/api/leads', { body: { lastName: 'Lovelace', ...more } });
    expect(status).toBe(201);
    return String(body['id']);
  };
  async function within<Result>(work: (database: TenantDatabase) => Promise<Result>): Promise<Result> {
    const tenant = await product.app.get(TenantDirectory).find(admin.tenant.tenantId);
    return runInContext({ traceId: 'spec', tenant }, () => work(product.app.get(TenantDatabase)));
  }

  it('tell who is given a record, by whom; not who gave it, nor who kept it', async () => {
    const id = await lead({ ownerId: grace.userId, firstName: 'Ada' });
    await lead({ ownerId: admin.tenant.userId });
    await lead({ ownerId: grace.userId }, grace);
    const [first] = await told(grace, 1);
    expect(first).toMatchObject({
      kind: 'assigned',
      resource: 'leads',
      recordId: id,
      title: 'Ada Lovelace',
      count: 1,
      isRead: false,
      actor: { kind: 'user', id: admin.tenant.userId },
    });
    expect(first?.message).toMatch(/^.+ assigned the lead Ada Lovelace to you$/);
    await admin.patch(`/api/leads/${id}`, { body: { status: 'Contacted', firstName: 'Augusta' } });
    const [second] = await told(grace, 2);
    expect(second).toMatchObject({ kind: 'status-changed', title: 'Augusta Lovelace' });
    expect(await list(admin)).toMatchObject({ items: [], totalCount: 0 });
  });

  it('tell once what one request did to many records', async () => {
    const leads = Array.from({ length: 450 }, (_, at) => ({ lastName: `L${at}`, ownerId: grace.userId }));
    expect((await admin.post('/api/leads/bulk', { body: { leads } })).status).toBe(200);
    const counted = await eventually('all are counted', async () => {
      const { items } = await list(grace);
      return items[0]?.count === 450 && items;
    });
    expect(counted).toHaveLength(1);
    expect(counted[0]?.message).toMatch(/assigned 450 leads to you$/);
  });

  it('tell whom a note names, once, also when it is added later', async () => {
    const text = (id: string) => `Please ask @[You](user:${id}), then @[You](user:${id})`;
    const note = { kind: 'note', body: text(grace.userId) };
    const made = await admin.post('/api/activities', { body: note });
    await told(grace, 1);
    const henry = await addMember(admin, 'User');
    const path = `/api/activities/${String(made.body['id'])}`;
    await admin.patch(path, { body: { body: `${text(grace.userId)} ${text(henry.userId)}` } });
    const [first] = await told(henry, 1);
    expect(first).toMatchObject({ kind: 'mentioned', resource: 'activities' });
    expect((await list(grace)).totalCount).toBe(1);
  });

  it('tell whose a task is, that it is due, and who made it that it is done', async () => {
    const body = { title: 'Call back', ownerId: grace.userId, remindAt: new Date(Date.now() + 700) };
    const made = await admin.post('/api/tasks', { body });
    expect(made.status).toBe(201);
    const [due, assigned] = await told(grace, 2);
    expect(assigned).toMatchObject({ kind: 'assigned', resource: 'tasks', title: 'Call back' });
    expect(due).toMatchObject({
      kind: 'due',
      message: 'Reminder: the task Call back',
      actor: { kind: 'system' },
    });
    const path = `/api/tasks/${String(made.body['id'])}`;
    expect((await grace.patch(path, { body: { status: 'completed' } })).status).toBe(200);
    const [done] = await told(admin, 1);
    expect(done).toMatchObject({
      kind: 'status-changed',
      title: 'Call back',
      actor: { name: 'Grace Hopper' },
    });
    expect((await list(grace)).totalCount).toBe(2);
  });

  it('tell whom a calendar event invites, and remind all who take part', async () => {
    const henry = await addMember(admin, 'User');
    const startsAt = new Date(Date.now() + 61_000);
    const guests = (...members: Member[]) => members.map(({ userId }) => ({ userId }));
    const body = { title: 'Demonstration', startsAt, attendees: guests(grace), reminders: [1] };
    const made = await admin.post('/api/calendar/events', { body });
    expect(made.status).toBe(201);
    const path = `/api/calendar/events/${String(made.body['id'])}`;
    await admin.patch(path, { body: { attendees: guests(grace, henry) } });
    for (const member of [grace, henry]) {
      const [due, invited] = await told(member, 2);
      expect(due).toMatchObject({ kind: 'due', message: 'Reminder: the calendar event Demonstration' });
      expect(invited).toMatchObject({ kind: 'invited', resource: 'calendar-events' });
    }
    expect((await list(admin)).items.map(({ kind }) => kind)).toEqual(['due']);
  });

  it('are marked as read, one, some, those until a time, and removed; nobody touches those of others', async () => {
    const ids = [];
    for (let at = 1; at <= 4; at += 1) {
      ids.push(await lead({ ownerId: grace.userId }));
      await told(grace, at);
    }
    const [newest, second, third, oldest] = (await list(grace)).items.map(({ id }) => id);
    const unread = async () => (await grace.get('/api/notifications/unread-count')).body;
    const of = (id: string | undefined) => `/api/notifications/${String(id)}`;
    expect(await unread()).toEqual({ count: 4 });
    const marked = await grace.patch(of(newest), { body: { isRead: true } });
    expect(marked.body).toMatchObject({ id: newest, isRead: true });
    expect((await grace.patch(of(newest), { body: { isRead: false } })).body).toMatchObject({ readAt: null });
    expect((await grace.post('/api/notifications/read', { body: { ids: [second] } })).body).toEqual({
      count: 1,
    });
    expect((await list(grace, '&isRead=true')).items.map(({ id }) => id)).toEqual([second]);
    const until = String((await grace.get(of(third))).body['createdAt']);
    expect((await grace.post('/api/notifications/read', { body: { until } })).body).toEqual({ count: 2 });
    expect(await unread()).toEqual({ count: 1 });
    for (const other of [admin, await new ApiClient(product.url).register()]) {
      expect((await other.get(of(oldest))).status).toBe(404);
      expect((await other.patch(of(oldest), { body: { isRead: true } })).status).toBe(404);
      expect((await other.delete(of(oldest))).status).toBe(404);
    }
    expect((await grace.delete(of(oldest))).status).toBe(204);
    expect((await grace.get(of(oldest))).status).toBe(404);
    expect((await grace.post('/api/notifications/read', { body: {} })).body).toEqual({ count: 1 });
    expect(await unread()).toEqual({ count: 0 });
  });

  it('name a record only to who may read it, and none that is gone', async () => {
    const id = await lead({ ownerId: grace.userId });
    await told(grace, 1);
    await admin.delete(`/api/leads/${id}`);
    const [gone] = (await list(grace)).items;
    expect(gone).toMatchObject({ title: null, recordId: id });
    expect(gone?.message).toMatch(/assigned the lead to you$/);
    const reader = await admin.post('/api/roles', {
      body: { name: 'Own leads', permissions: ['leads:read:own'] },
    });
    expect(reader.status).toBe(201);
    const henry = await addMember(admin, 'Own leads');
    const other = await lead({ ownerId: henry.userId });
    expect((await told(henry, 1))[0]?.title).toBe('Lovelace');
    await admin.patch(`/api/leads/${other}`, { body: { ownerId: grace.userId } });
    expect((await list(henry)).items[0]?.title).toBeNull();
  });

  it('are mailed together, without what was read meanwhile or may not be seen, and once', async () => {
    await lead({ ownerId: grace.userId, lastName: 'First' });
    const mail = await mails.mailTo(grace.email);
    expect(mail.subject).toMatch(/assigned the lead First to you$/);
    expect(mail.text).toContain('/notifications');
    await grace.patch('/api/notifications/preferences', {
      body: { kinds: [{ kind: 'status-changed', inApp: false, email: true }] },
    });
    await Promise.all(
      ['Second', 'Third'].map((lastName) => lead({ ownerId: grace.userId, lastName, status: 'New' })),
    );
    const both = await mails.mailTo(grace.email, 2);
    expect(both.text).toMatch(/the lead (Second|Third) to you\.[^]*the lead (Second|Third) to you\./);
    // A process that died after it had written the mail, and before it could say so.
    await within((database) =>
      database.execute({
        text: 'UPDATE notifications SET mail_after = created_at WHERE mail_id IS NOT NULL',
      }),
    );
    const { items } = (await admin.get<{ items: { id: string }[] }>('/api/leads?search=Third')).body;
    await admin.patch(`/api/leads/${String(items[0]?.id)}`, { body: { status: 'Contacted' } });
    const third = await mails.mailTo(grace.email, 3);
    expect(third.subject).toMatch(/changed the status of the lead Third$/);
    await eventually('nothing is left to mail', async () => {
      const text = 'SELECT count(*)::int AS count FROM notifications WHERE mail_after IS NOT NULL';
      const [row] = await within((database) => database.query<{ count: number }>({ text }));
      return row?.count === 0;
    });
    expect(mails.mailsTo(grace.email)).toHaveLength(3);
    expect((await list(grace, '&kind=status-changed')).items).toEqual([]);
  });

  it('follow what each member wants, and go when their time is over', async () => {
    const kinds = [{ kind: 'assigned', inApp: false, email: false }];
    const path = '/api/notifications/preferences';
    const saved = await grace.patch(path, { body: { kinds } });
    expect(saved.body['kinds']).toContainEqual(kinds[0]);
    expect((await admin.get(path)).body['kinds']).toContainEqual({
      kind: 'assigned',
      inApp: true,
      email: true,
    });
    expect((await grace.patch(path, { body: { kinds: [...kinds, ...kinds] } })).status).toBe(422);
    expect(
      (await grace.patch(path, { body: { kinds: [{ kind: 'birthday', inApp: true, email: true }] } })).status,
    ).toBe(422);
    const id = await lead({ ownerId: grace.userId });
    await admin.patch(`/api/leads/${id}`, { body: { status: 'Contacted' } });
    const [only] = await told(grace, 1);
    expect(only?.kind).toBe('status-changed');
    const { retentionDays } = product.app.get(NotificationConfig);
    const later = (days: number) =>
      within(() =>
        product.app
          .get(NotificationRetention, { strict: false })
          .runDue(new Date(Date.now() + days * 86_400_000)),
      );
    await later(retentionDays - 1);
    expect((await list(grace)).totalCount).toBe(1);
    expect(await later(retentionDays + 1)).toBeUndefined();
    expect((await list(grace)).totalCount).toBe(0);
  });

  it.each([
    ['/api/notifications?memberId=x', 400],
    ['/api/notifications?kind=birthday', 400],
    ['/api/notifications?fields=id', 400],
    ['/api/notifications/nothing', 404],
  ])('refuse %s', async (path, status) => {
    expect((await grace.get(path)).status).toBe(status);
  });
});
