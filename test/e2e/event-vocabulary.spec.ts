import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tellsOfErasure, typesOf } from '../../src/platform/resource/events/event-source.js';
import { holderOf, valueOf } from '../../src/platform/resource/writes/record-changes.js';
import { ResourceRegistry } from '../../src/platform/resource/resource-registry.js';
import { ApiClient, type RegisteredTenant } from '../support/api-client.js';
import { attachFile } from '../support/attach-file.js';
import { breakPromise } from '../support/break-promise.js';
import { eventually } from '../support/eventually.js';
import { type FeedEvent, FeedReader } from '../support/feed-reader.js';
import { lineItemLife } from '../support/line-item-life.js';
import { mergeAndUndo } from '../support/merge-and-undo.js';
import { MailServer, tokenIn } from '../support/mail-server.js';
import { RECORDS, rootOf } from '../support/record-cases.js';
import { type CaseGround, made, unique } from '../support/route-case.js';
import { sellAndLose } from '../support/sales-happenings.js';
import { addMember } from '../support/team-of-members.js';
import { ticketLife } from '../support/ticket-life.js';
import { startTestProduct, type TestProduct } from '../support/test-product.js';
import { answering, WebhookReceiver } from '../support/webhook-receiver.js';

type Admin = ApiClient & { readonly tenant: RegisteredTenant };

/** What every change writes, and no change tells of. */
const SYSTEM: ReadonlySet<string> = new Set(['version', 'updatedAt', 'updatedBy']);

/** What is told when fields were changed, and then alone. */
const CHANGING = /\.(updated|assigned|converted|solved|closed|reopened|role-changed|stage-changed|won|lost)$/;

describe('the vocabulary of events', () => {
  let mails: MailServer;
  let receiver: WebhookReceiver;
  let product: TestProduct;
  let admin: Admin;
  let ground: CaseGround;
  let events: readonly FeedEvent[];

  beforeAll(async () => {
    mails = await MailServer.start();
    receiver = await WebhookReceiver.start(answering(410));
    product = await startTestProduct({ SMTP_URL: mails.url, ERASURE_GRACE_MS: '0', SWEEP_MS: '500' });
    admin = await new ApiClient(product.url).register();
    ground = { admin, emptyRole: 'User', serviceUserId: admin.tenant.userId };
    for (const source of product.app.get(ResourceRegistry).eventSources())
      if (source.verbs.includes('erased') && !source.within) await live(source.plural);
    await files();
    await lineItemLife(admin);
    await leadsOfTheirOwn();
    await contactsOfTheirOwn();
    await sellAndLose(admin, done);
    await ticketLife(admin);
    for (const plural of ['companies', 'contacts', 'leads'])
      await mergeAndUndo(ground, plural, { phone: '+44 20 7000 1234' });
    await mergeAndUndo(ground, 'deals', { source: 'Fair' });
    await tagsAndFields();
    await published();
    await people();
    await disabledWebhook();
    await remindedOf();
    await breakPromise(product, admin);
    for (const { plural, verbs, within } of product.app.get(ResourceRegistry).eventSources())
      if (verbs.includes('erased') && plural !== 'custom-fields' && !within) await ends(plural);
    events = await eventually('the erased field is gone', async () => {
      const all = await read();
      return all.some(({ type }) => type === 'custom-field.purged') && all;
    });
  }, 60_000);

  afterAll(async () => {
    await product.close();
    await mails.close();
    await receiver.stop();
    expect(product.proof.violations).toEqual([]);
  });

  /** Waits until everything that was written can be read. */
  async function read(): Promise<readonly FeedEvent[]> {
    const last = await made(admin, '/api/companies', { name: 'The last' });
    return new FeedReader(admin).until('the last', (all) => all.some(({ recordId }) => recordId === last));
  }

  async function done(answer: Promise<{ status: number; body: unknown }>): Promise<void> {
    const { status, body } = await answer;
    if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  }

  /** The life of any record, one by one and in bulk. */
  async function live(plural: string): Promise<void> {
    const bodyOf = async () => (await RECORDS[plural]?.(ground, '')) as Record<string, unknown>;
    const root = rootOf(plural);
    const id = await made(admin, root, await bodyOf());
    const externalId = unique('external');
    await done(admin.patch(`${root}/${id}`, { body: { externalId } }));
    await done(admin.delete(`${root}/${id}`));
    await done(admin.post(`${root}/${id}/restore`));
    const name = plural.replaceAll(/-([a-z])/g, (_match, letter: string) => letter.toUpperCase());
    const bulk = { [name]: [{ id, externalId: `${externalId}-2` }] };
    await done(admin.patch(`${root}/bulk`, { body: bulk }));
    const upserts = { [name]: [{ ...(await bodyOf()), externalId: unique('external') }] };
    await done(admin.put(`${root}/bulk`, { body: upserts }));
    if (plural !== 'custom-fields')
      await done(admin.delete(`${root}/${await made(admin, root, await bodyOf())}?permanent=true`));
  }

  /** The end of any record; of a custom field it is told elsewhere. */
  async function ends(plural: string): Promise<void> {
    const id = await made(admin, rootOf(plural), await RECORDS[plural]?.(ground, ''));
    await done(admin.delete(`${rootOf(plural)}/${id}?permanent=true`));
  }

  /** What lives within another record is made there. */
  async function files(): Promise<void> {
    const lead = await made(admin, '/api/leads', { lastName: 'Filed' });
    const { body } = await attachFile(admin, `/api/leads/${lead}`);
    const path = `/api/attachments/${String(body['id'])}`;
    await done(admin.patch(path, { body: { description: 'Told' } }));
    await done(admin.delete(path));
    await done(admin.post(`${path}/restore`));
    const other = await attachFile(admin, `/api/leads/${lead}`);
    await done(admin.delete(`/api/attachments/${String(other.body['id'])}?permanent=true`));
  }

  async function published(): Promise<void> {
    const root = rootOf('articles');
    const path = `${root}/${await made(admin, root, { title: 'Told', body: 'Text' })}`;
    for (const verb of ['publish', 'unpublish', 'publish', 'archive'])
      await done(admin.post(`${path}/${verb}`, { body: {} }));
  }

  async function leadsOfTheirOwn(): Promise<void> {
    const { userId } = await addMember(admin, 'User');
    const first = { lastName: 'Doe', company: 'Acme', email: 'doe@acme.example', score: 1 };
    const id = await made(admin, '/api/leads', first);
    await done(admin.post(`/api/leads/${id}/assign`, { body: { ownerId: userId } }));
    await done(admin.patch(`/api/leads/${id}`, { body: { score: 2, temperature: 'hot', company: null } }));
    await done(admin.put(`/api/leads/${id}`, { body: { lastName: 'Roe', company: 'Other' } }));
    const item = { externalId: 'upserted', lastName: 'Doe', score: 4 };
    for (const score of [4, 5])
      await done(admin.put('/api/leads/bulk', { body: { leads: [{ ...item, score }] } }));
    await done(admin.post(`/api/leads/${id}/convert`, { body: {} }));
  }

  async function contactsOfTheirOwn(): Promise<void> {
    const [one, other] = [
      await made(admin, '/api/contacts', { lastName: 'One' }),
      await made(admin, '/api/contacts', { lastName: 'Other' }),
    ];
    const [first, second] = [
      await made(admin, '/api/companies', { name: 'First' }),
      await made(admin, '/api/companies', { name: 'Second' }),
    ];
    await done(admin.post(`/api/contacts/${one}/companies/${first}`, { body: { isPrimary: true } }));
    await done(admin.post(`/api/companies/${second}/contacts/${one}`, { body: {} }));
    await done(admin.delete(`/api/contacts/${one}/companies/${first}`));
    await done(admin.put(`/api/contacts/${one}/consents/marketingEmail`, { body: { status: 'granted' } }));
    const body = { contactId: other, kind: 'friend' };
    await done(admin.post(`/api/contacts/${one}/relationships`, { body }));
    const links = [{ resource: 'contact', id: one }];
    const activity = await made(admin, '/api/activities', { kind: 'call', links });
    const both = [...links, { resource: 'contact', id: other }];
    await done(admin.patch(`/api/activities/${activity}`, { body: { links: both, subject: 'Linked' } }));
  }

  async function tagsAndFields(): Promise<void> {
    const tier = { resource: 'leads', key: 'tier', label: 'Tier', type: 'text' };
    await made(admin, '/api/custom-fields', tier);
    await made(admin, '/api/custom-fields', { ...tier, key: 'seats', type: 'number' });
    const erased = await made(admin, '/api/custom-fields', { ...tier, key: 'erased' });
    await done(admin.delete(`/api/custom-fields/${erased}?permanent=true`));
    const id = await made(admin, '/api/leads', {
      lastName: 'Field',
      customFields: { tier: 'gold', seats: 5 },
    });
    await done(admin.patch(`/api/leads/${id}`, { body: { customFields: { tier: 'silver' } } }));
    await done(admin.patch(`/api/leads/${id}`, { body: { customFields: { seats: null } } }));
    const tag = await made(admin, '/api/tags', { name: 'Fair' });
    await done(admin.post('/api/tags/apply', { body: { resource: 'leads', ids: [id], add: ['Fair'] } }));
    await done(admin.patch(`/api/tags/${tag}`, { body: { name: 'Expo' } }));
    await eventually('renamed on the lead', async () => {
      const { body } = await admin.get(`/api/leads/${id}`);
      return JSON.stringify(body['tags']) === '["Expo"]';
    });
  }

  async function people(): Promise<void> {
    const { userId } = await addMember(admin, 'User');
    const path = `/api/users/${userId}`;
    const team = await made(admin, '/api/teams', { name: 'Sales' });
    await done(admin.patch(path, { body: { role: 'Manager', active: false, teamId: team } }));
    await done(admin.patch(path, { body: { active: true } }));
    const email = `${unique('invited')}@example.com`;
    await done(admin.post('/api/users/invite', { body: { email, role: 'User' } }));
    const body = { token: tokenIn((await mails.mailTo(email)).text), password: 'Member@123' };
    await done(admin.as('').post('/api/auth/accept-invitation', { body }));
  }

  async function remindedOf(): Promise<void> {
    const soon = new Date(Date.now() + 2_000).toISOString();
    const id = await made(admin, '/api/tasks', { title: 'Soon', dueAt: soon, remindAt: soon });
    const event = { title: 'Soon', startsAt: soon, reminders: [0] };
    const eventId = await made(admin, '/api/calendar/events', event);
    await eventually('the event is reminded of', async () => {
      return (await admin.get(`/api/calendar/events/${eventId}`)).body['lastReminder'] !== null;
    });
    await eventually('the task is told of', async () => {
      const { items } = (await admin.get<{ items: { type: string }[] }>(`/api/tasks/${id}/history`)).body;
      return items.filter(({ type }) => type !== 'task.created').length === 2;
    });
  }

  async function disabledWebhook(): Promise<void> {
    const body = { url: receiver.url, events: ['company.created'] };
    const id = await made(admin, '/api/webhooks', body);
    await made(admin, '/api/companies', { name: 'Told' });
    await eventually('disabled', async () => {
      return (await admin.get(`/api/webhooks/${id}`)).body['enabled'] === false;
    });
  }

  it('is what routes make happen, each event of it, and no event is beyond it', () => {
    const declared = product.app.get(ResourceRegistry).eventSources().flatMap(typesOf);
    expect([...new Set(events.map(({ type }) => type))].toSorted()).toEqual(declared.toSorted());
  });

  it('tells with every change what each changed field held before, and of no other field', () => {
    const before = new Map<string, FeedEvent>();
    let told = 0;
    const erased = new Set(events.filter(({ type }) => tellsOfErasure(type)).map(({ recordId }) => recordId));
    for (const event of events.filter(({ recordId }) => !erased.has(recordId))) {
      const former = before.get(event.recordId);
      before.set(event.recordId, event);
      if (former === undefined) continue;
      expect({ of: event.recordId, version: event.recordVersion }).toEqual({
        of: event.recordId,
        version: former.recordVersion + 1,
      });
      const { previous } = event;
      for (const [field, value] of Object.entries(previous ?? {})) {
        // What has changed beside the record has no field of its own in it.
        if (holderOf(field) in former.data)
          expect({ event, field, value }).toEqual({ event, field, value: valueOf(former.data, field) });
        told += 1;
      }
      const holders = new Set(Object.keys(previous ?? {}).map(holderOf));
      for (const [field, value] of Object.entries(event.data)) {
        // A merge stands beside the fields of the events that it is made of.
        if (!SYSTEM.has(field) && !holders.has(field) && field !== 'merge')
          expect({ event, field, value }).toEqual({ event, field, value: former.data[field] });
      }
      if (CHANGING.test(event.type)) expect(holders.size).toBeGreaterThan(0);
    }
    expect(told).toBeGreaterThan(25);
  });

  it('tells of custom fields one by one, of tags and links as a whole', () => {
    const previous = events.flatMap((event) => (event.previous === null ? [] : [event.previous]));
    expect(previous).toContainEqual({ 'customFields.tier': 'gold' });
    expect(previous).toContainEqual({ 'customFields.seats': 5 });
    expect(previous).toContainEqual({ tags: ['Fair'] });
    expect(previous.filter((fields) => 'links' in fields)).toHaveLength(1);
  });

  it('tells the audit log who has read of what is sensitive', async () => {
    const disabled = events.find(({ type }) => type === 'webhook.disabled');
    const path = `/api/events/${String(disabled?.id)}`;
    expect((await admin.get(path)).body).toMatchObject({ data: { url: receiver.url, enabled: false } });
    expect(JSON.stringify((await admin.get(path)).body)).not.toMatch(
      /sealed|whsec_|"(previousSecrets|secret)"/i,
    );
    const log = '/api/audit-logs?action=webhook.read&limit=1';
    const { body } = await admin.get<{ items: { details: { ids: string[] } }[] }>(log);
    expect(body.items[0]?.details.ids).toEqual([disabled?.recordId]);
  });

  it('tells of people as the API shows them, each kind of change by itself', async () => {
    const people = events.filter(({ resource }) => resource === 'user');
    const changed = people.filter(({ previous }) => previous !== null);
    expect(changed.map(({ type, previous }) => [type, previous])).toEqual([
      ['user.role-changed', { role: 'User' }],
      ['user.deactivated', { active: true }],
      ['user.updated', { teamId: null }],
      ['user.reactivated', { active: false }],
    ]);
    const { body } = await admin.get(`/api/users/${String(changed[0]?.recordId)}`);
    expect(changed.at(-1)?.data).toEqual(body);
    expect(JSON.stringify(people)).not.toMatch(/password|hash/i);
    const member = await addMember(admin, 'User');
    await admin.post('/api/roles', { body: { name: 'Leads alone', permissions: ['leads:read'] } });
    await done(admin.patch(`/api/users/${member.userId}`, { body: { role: 'Leads alone' } }));
    const seen = await eventually('the role bites', async () => {
      const types = (await new FeedReader(member).read()).map(({ resource }) => resource);
      return !types.includes('user') && types;
    });
    expect([...new Set(seen)]).toEqual(['lead']);
  });
});
