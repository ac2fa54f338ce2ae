import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { StorageConfig } from '../../src/platform/config/storage.config.js';
import { TenantDirectory } from '../../src/platform/context/tenant-directory.js';
import { withDatabase } from '../../src/platform/database/postgres-client.js';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { attachFile, fetchFile } from '../support/attach-file.js';
import { completedErasure, type Receipt } from '../support/completed-erasure.js';
import { eventually } from '../support/eventually.js';
import { FeedReader } from '../support/feed-reader.js';
import { type JobBody, jobIn } from '../support/job-caller.js';
import { filesWith, jobFilesWith, tablesWith } from '../support/trace-search.js';
import { useTestProduct } from '../support/use-test-product.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

/** Stands in everything that is held on the person, and in nothing else. */
const CANARY = 'canary7f3a';
const EMAIL = `${CANARY}@example.com`;

/** A request whose answer is kept. */
const KEPT = {
  body: {
    ...{ jobTitle: CANARY, description: CANARY, addressLine1: CANARY, city: CANARY, lastContactNote: CANARY },
    ...{ linkedInUrl: `https://example.com/${CANARY}`, customFields: { about: CANARY } },
  },
  headers: { 'idempotency-key': 'canary-change' },
};

describe('a person who is erased', () => {
  const { product, api } = useTestProduct({ ERASURE_GRACE_MS: '300', SWEEP_MS: '100' });
  let admin: ApiClient & { readonly tenant: RegisteredTenant };
  /** Repeats what it is sent in its refusal. */
  let refusing: WebhookReceiver;
  let filtered: WebhookReceiver;
  let tenantUrl: string;

  beforeAll(async () => {
    admin = await api().register();
    filtered = await WebhookReceiver.start();
    refusing = await WebhookReceiver.start((response, { body }) => void response.writeHead(500).end(body));
    const tenant = await product().app.get(TenantDirectory).find(admin.tenant.tenantId);
    tenantUrl = withDatabase(product().databaseUrl, tenant?.database ?? '');
  });
  afterAll(() => Promise.all([refusing.stop(), filtered.stop()]));

  async function made(path: string, body: Record<string, unknown>): Promise<string> {
    const answer = await admin.post(path, { body });
    expect(answer).toMatchObject({ status: 201 });
    return String(answer.body['id']);
  }

  const traces = async () => {
    const { folder } = product().app.get(StorageConfig);
    return {
      tenant: await tablesWith(tenantUrl, CANARY),
      control: await tablesWith(product().databaseUrl, CANARY),
      jobFiles: await jobFilesWith(tenantUrl, CANARY),
      files: await filesWith(folder, CANARY),
    };
  };

  /** A lead who became a contact, in every place that can hold something on them. */
  async function person(): Promise<{
    contact: string;
    lead: string;
    other: string;
    activity: string;
    job: string;
  }> {
    for (const resource of ['contacts', 'leads', 'activities']) {
      const field = {
        resource,
        key: 'about',
        label: 'About',
        type: 'text',
        indexed: resource === 'contacts',
      };
      await made('/api/custom-fields', field);
    }
    await made('/api/webhooks', { url: refusing.url, events: ['*'], retrySchedule: [1] });
    const name = { firstName: `${CANARY} first`, lastName: `${CANARY} last`, email: EMAIL };
    const lead = await made('/api/leads', {
      ...{
        ...name,
        company: `${CANARY} company`,
        phone: '+49 30 5550100',
        // Goes to the deal as well, which says by it where business comes from.
        source: 'Fair',
        externalId: `${CANARY}-lead`,
      },
      customFields: { about: `${CANARY} field` },
    });
    const converted = await admin.post(`/api/leads/${lead}/convert`, { body: { createCompany: false } });
    expect(converted.status).toBe(200);
    const shown = await admin.get(`/api/leads/${lead}`);
    const contact = String(shown.body['convertedContactId']);
    const path = `/api/contacts/${contact}`;
    expect((await admin.patch(path, KEPT)).status).toBe(200);
    const other = await made('/api/contacts', { lastName: 'Bystander' });
    const [alone, both] = [
      [{ resource: 'contact', id: contact }],
      [
        { resource: 'contact', id: contact },
        { resource: 'contact', id: other },
      ],
    ];
    const call = {
      kind: 'call',
      subject: CANARY,
      body: `${CANARY} said`,
      links: alone,
      customFields: { about: CANARY },
    };
    const gone = await made('/api/activities', call);
    await attachFile(admin, `/api/activities/${gone}`, {
      name: `${CANARY}-call.txt`,
      bytes: `${CANARY} call`,
    });
    const activity = await made('/api/activities', { kind: 'meeting', subject: 'Both', links: both });
    await made('/api/notes', { body: CANARY, links: alone });
    await made('/api/tasks', { title: CANARY, links: alone });
    await made('/api/calendar/events', { title: CANARY, startsAt: '2027-05-03T09:00:00.000Z', links: alone });
    const ticket = await made('/api/tickets', {
      ...{ subject: CANARY, description: CANARY, requesterId: contact, status: 'solved' },
    });
    await made(`/api/tickets/${ticket}/comments`, { body: `${CANARY} again`, authorContactId: contact });
    const bystanders = await made('/api/tickets', { subject: 'Stays', requesterId: other });
    await made(`/api/tickets/${bystanders}/comments`, { body: CANARY, authorContactId: contact });
    await attachFile(admin, path, {
      name: `${CANARY}.txt`,
      bytes: `${CANARY} bytes`,
      fields: { description: CANARY },
    });
    const relationship = { contactId: other, kind: 'friend', note: `${CANARY} note` };
    await made(`${path}/relationships`, relationship);
    const consent = { status: 'granted', source: CANARY, note: `${CANARY} consent` };
    expect((await admin.put(`${path}/consents/marketingEmail`, { body: consent })).status).toBe(200);
    const filter = { field: 'email', operator: 'eq', value: EMAIL };
    await made('/api/views', { name: `About ${EMAIL}`, resource: 'contacts', filter });
    await made('/api/webhooks', { url: filtered.url, events: ['contact.*'], filter });
    const condition = { field: 'email', operator: 'eq', value: EMAIL };
    await made('/api/assignment-rules', {
      ...{ name: `For ${EMAIL}`, enabled: false, userIds: [admin.tenant.userId], conditions: [condition] },
    });
    const asked = await admin.post<JobBody>('/api/contacts/export', { body: { format: 'csv', filter } });
    await jobIn(admin, asked.body.id, 'completed');
    await admin.delete(`/api/leads/${lead}`);
    return { contact, lead, other, activity, job: asked.body.id };
  }

  /** Everything that is held on the person, as they would be sent it. @returns the job */
  async function disclosed(contact: string): Promise<string> {
    const asked = await admin.post<JobBody>(`/api/contacts/${contact}/subject-export`);
    expect(asked.status).toBe(202);
    const { id } = await jobIn(admin, asked.body.id, 'completed');
    const file = await fetchFile(admin, `/api/jobs/${id}/result`);
    expect(file.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    const lines = String(file.bytes)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const of = (wanted: string) => lines.filter(({ part }) => part === wanted);
    for (const part of ['history', 'consents', 'relationships', 'webhookDeliveries', 'auditEntries'])
      expect({ part, isThere: of(part).length > 0 }).toEqual({ part, isThere: true });
    const records = of('records');
    expect(records.map(({ resource }) => resource).sort()).toEqual([
      ...[
        'activity',
        'activity',
        'activity',
        'attachment',
        'attachment',
        'calendar-event',
        'contact',
        'lead',
        'note',
        'task',
        'ticket',
        'ticket-comment',
        'ticket-comment',
      ],
    ]);
    expect(records).toContainEqual(
      expect.objectContaining({ resource: 'contact', record: expect.objectContaining({ email: EMAIL }) }),
    );
    const bytes = of('files').map(({ base64 }) => Buffer.from(String(base64), 'base64').toString());
    expect(bytes.sort()).toEqual([`${CANARY} bytes`, `${CANARY} call`]);
    return id;
  }

  it('is found nowhere any more, and with them all that was about nobody else', async () => {
    const { contact, lead, other, activity, job } = await person();
    const feed = new FeedReader(admin);
    await feed.until('all is told', (events) => events.some(({ type }) => type === 'lead.deleted'));
    await eventually('webhooks have answered', async () => {
      return (await tablesWith(tenantUrl, CANARY)).includes('public.webhook_attempts');
    });
    const disclosure = await disclosed(contact);
    const before = await traces();
    expect(before).toMatchObject({
      jobFiles: [job, disclosure],
      files: [expect.anything(), expect.anything()],
    });
    for (const table of [
      'contacts',
      'leads',
      'activities',
      'attachments',
      'contact_consents',
      'contact_relationships',
    ])
      expect(before.tenant).toContain(`public.${table}`);
    for (const table of ['journal', 'jobs', 'views', 'webhook_endpoints', 'assignment_rules'])
      expect(before.tenant).toContain(`public.${table}`);

    const asked = await admin.post<Receipt>(`/api/contacts/${contact}/erase`, { body: { reason: EMAIL } });
    expect(asked.status).toBe(202);
    const receipt = await completedErasure(admin, asked.body.id);
    expect(receipt.counts).toMatchObject({
      ...{
        contacts: 1,
        leads: 1,
        activities: 1,
        attachments: 2,
        consents: 1,
        relationships: 1,
        unlinkedRecords: 3,
      },
      ...{ tickets: 1, 'ticket-comments': 2, ticketStatusChanges: 1 },
      ...{ jobFiles: 2, jobs: 1, views: 2, webhooks: 2, assignmentRules: 2 },
    });
    // The activity that tells of the conversion is about the deal too, and stays.
    expect(receipt.recordCount).toBe(11);
    await eventually('the bytes are gone', async () => (await traces()).files.length === 0);
    expect(await traces()).toEqual({ tenant: [], control: [], jobFiles: [], files: [] });

    for (const path of [`/api/contacts/${contact}`, `/api/leads/${lead}`, `/api/clients/${contact}`])
      expect((await admin.get(path)).status).toBe(410);
    expect((await admin.get(`/api/contacts/${other}`)).status).toBe(200);
    const kept = await admin.get(`/api/activities/${activity}`);
    expect(kept.body).toMatchObject({ subject: 'Both', links: [{ resource: 'contact', id: other }] });
    const replay = await admin.patch(`/api/contacts/${contact}`, KEPT);
    expect(replay).toMatchObject({ status: 410, body: { error: { code: 'ERASED' } } });
    expect(replay.headers.get('idempotent-replayed')).toBe('true');
    expect((await admin.get<JobBody>(`/api/jobs/${job}`)).body['result']).toMatchObject({ fileErased: true });
    for (const id of [job, disclosure]) expect((await admin.get(`/api/jobs/${id}/result`)).status).toBe(404);
  }, 90_000);

  it('is told of by ids alone, to everybody who may have a copy', async () => {
    const feed = new FeedReader(admin);
    const events = await feed.read();
    const telling = events.filter((event) => JSON.stringify(event).includes(CANARY));
    expect(telling.map(({ type }) => type)).toEqual([]);
    const erased = events.filter(({ type }) => type.endsWith('.erased'));
    expect(erased.map(({ type }) => type).sort()).toEqual([
      'activity.erased',
      'attachment.erased',
      'attachment.erased',
      'calendar-event.erased',
      'contact.erased',
      'lead.erased',
      'note.erased',
      'task.erased',
      'ticket-comment.erased',
      'ticket-comment.erased',
      'ticket.erased',
    ]);
    const told = erased.find(({ type }) => type === 'contact.erased');
    if (told === undefined) throw new Error('The feed does not tell of it');
    expect(told.previous).toBeNull();
    expect(Object.keys(told.data).sort()).toEqual(['id', 'ownerId', 'tenantId', 'version']);
    const wanted = () => filtered.received.find(({ event }) => event.type === 'contact.erased');
    const delivered = await eventually('the erasure is delivered', () => Promise.resolve(wanted()));
    expect(delivered.event.data).toEqual(told.data);
    // What was waiting for another attempt has nothing to say any more.
    const at = refusing.received.length;
    await sleep(1_500);
    const later = refusing.received.slice(at).map(({ body }) => body.toString());
    expect(later.filter((body) => body.includes(CANARY))).toEqual([]);
  }, 30_000);
});
