import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { FeedReader } from '../support/feed-reader.js';
import { errorsOf, imported } from '../support/import-file.js';
import { addMember, type Member } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

type Body = Readonly<Record<string, unknown>>;
interface Listed {
  readonly items: readonly Body[];
  readonly totalCount: number;
}

/** The table of docs/tickets.md, written down a second time. */
const MOVES: Readonly<Record<string, readonly string[]>> = {
  new: ['open', 'pending', 'onHold', 'solved', 'closed'],
  open: ['pending', 'onHold', 'solved', 'closed'],
  pending: ['open', 'onHold', 'solved', 'closed'],
  onHold: ['open', 'pending', 'solved', 'closed'],
  solved: ['open', 'closed'],
  closed: [],
};

describe('tickets', () => {
  const { api } = useTestProduct({ SWEEP_MS: '100' });
  let admin: ApiClient & { readonly tenant: RegisteredTenant };
  let member: Member;

  beforeAll(async () => {
    admin = await api().register();
    member = await addMember(admin, 'User');
  });

  async function made(path: string, body: unknown): Promise<Body & { readonly id: string }> {
    const answer = await admin.post<Body & { readonly id: string }>(path, { body });
    expect(answer).toMatchObject({ status: 201 });
    return answer.body;
  }
  const ticket = (body: Body = {}) => made('/api/tickets', { subject: 'It stops', ...body });
  const move = (id: string, status: string) => admin.patch(`/api/tickets/${id}`, { body: { status } });
  const eventsOf = async (id: string) => {
    const { body } = await admin.get<Listed>(`/api/tickets/${id}/history`);
    return body.items.map(({ type }) => type).toReversed();
  };

  it('have what nobody says of them, and a number that the search finds', async () => {
    const first = await ticket({ number: undefined });
    const second = await ticket({ description: 'Another one' });
    expect(first).toMatchObject({
      ...{ status: 'new', priority: 'normal', channel: 'other', type: 'question' },
      ...{ firstRespondedAt: null, lastAskedAt: first['createdAt'], solvedAt: null, closedAt: null },
    });
    expect(Object.keys(first)).not.toContain('numberWords');
    const number = Number(second['number']);
    expect(number).toBeGreaterThan(Number(first['number']));
    const named = await admin.get<Listed>(`/api/tickets?number=${number}`);
    expect(named.body.items.map(({ id }) => id)).toEqual([second.id]);
    for (const search of [`%23${number}`, String(number)]) {
      const found = await admin.get<Listed>(`/api/tickets?search=${search}`);
      expect(found.body.items[0]).toMatchObject({ id: second.id });
    }
    const everywhere = await admin.get<{ items: { id: string }[] }>(`/api/search?q=%23${number}`);
    expect(JSON.stringify(everywhere.body)).toContain(second.id);
    const refused = await admin.post('/api/tickets', { body: { subject: 'Mine', number: 7 } });
    expect(refused).toMatchObject({ status: 422, body: { error: { details: [{ field: 'number' }] } } });
    const patched = await admin.patch(`/api/tickets/${first.id}`, { body: { number: 7, priority: 'high' } });
    expect(patched.body).toMatchObject({ number: first['number'], priority: 'high' });
  });

  it('go where their status allows, and say where that is', async () => {
    const { id } = await ticket();
    expect(await move(id, 'pending')).toMatchObject({ status: 200, body: { solvedAt: null } });
    expect(await move(id, 'new')).toMatchObject({
      status: 409,
      body: {
        error: {
          code: 'CONFLICT',
          message: 'A ticket that is pending can become open, onHold, solved, closed, not new',
          details: [{ field: 'status' }],
        },
      },
    });
    const solved = await move(id, 'solved');
    expect(solved.body).toMatchObject({ solvedAt: expect.stringMatching(/Z$/), closedAt: null });
    const closed = await move(id, 'closed');
    expect(closed.body).toMatchObject({
      solvedAt: solved.body['solvedAt'],
      closedAt: expect.stringMatching(/Z$/),
    });
    expect(await move(id, 'open')).toMatchObject({ status: 409 });
    // A PUT that does not name the status leaves it.
    const put = await admin.put(`/api/tickets/${id}`, { body: { subject: 'Put' } });
    expect(put).toMatchObject({ status: 200, body: { subject: 'Put', status: 'closed' } });
    const reopened = await admin.post(`/api/tickets/${id}/reopen`);
    expect(reopened.body).toMatchObject({ status: 'open', solvedAt: null, closedAt: null });
    expect(await admin.post(`/api/tickets/${id}/reopen`)).toMatchObject({ status: 409 });
    expect(await eventsOf(id)).toEqual([
      ...['ticket.created', 'ticket.updated', 'ticket.solved', 'ticket.closed', 'ticket.updated'],
      'ticket.reopened',
    ]);
    const { body } = await admin.get<Listed>(`/api/tickets/${id}/status-history`);
    expect(body.items.map(({ from, to }) => `${String(from)} ${String(to)}`)).toEqual([
      ...['closed open', 'solved closed', 'pending solved', 'new pending'],
    ]);
    const bulk = { tickets: [{ id, status: 'new' }] };
    expect(await admin.patch('/api/tickets/bulk', { body: bulk })).toMatchObject({
      status: 207,
      body: { results: [{ status: 409 }] },
    });
  });

  it('go from each status to those of the table, and to no other', async () => {
    for (const [from, allowed] of Object.entries(MOVES))
      for (const to of Object.keys(MOVES)) {
        const { id } = await ticket({ status: from });
        const { status } = await move(id, to);
        const isAllowed = from === to || allowed.includes(to);
        expect({ from, to, status }).toEqual({ from, to, status: isAllowed ? 200 : 409 });
      }
  });

  it('are given to users, by whatever way, and taken from them', async () => {
    const { id } = await ticket();
    const path = `/api/tickets/${id}/assign`;
    const given = await admin.post(path, { body: { ownerId: member.userId } });
    expect(given).toMatchObject({ status: 200, body: { ownerId: member.userId, version: 2 } });
    expect((await admin.post(path, { body: { ownerId: member.userId } })).body).toMatchObject({ version: 2 });
    expect((await admin.post(path, { body: { ownerId: null } })).body).toMatchObject({ ownerId: null });
    const nobody = '0190b2a0-0000-7000-8000-000000000000';
    expect(await admin.post(path, { body: { ownerId: nobody } })).toMatchObject({ status: 422 });
    expect(await admin.post(path, { body: {} })).toMatchObject({ status: 422 });
    await admin.patch(`/api/tickets/${id}`, { body: { ownerId: member.userId } });
    expect(await eventsOf(id)).toEqual([
      ...['ticket.created', 'ticket.assigned', 'ticket.assigned', 'ticket.assigned'],
    ]);
  });

  it('wait in queues, which are not deleted under them', async () => {
    const queue = await made('/api/ticket-queues', {
      name: 'Second level',
      memberIds: [admin.tenant.userId],
    });
    const path = `/api/ticket-queues/${queue.id}`;
    const { id } = await ticket({ queueId: queue.id });
    expect(await admin.post('/api/ticket-queues', { body: { name: 'second LEVEL' } })).toMatchObject({
      status: 409,
    });
    const strangers = { name: 'Other', memberIds: [id] };
    expect(await admin.post('/api/ticket-queues', { body: strangers })).toMatchObject({ status: 422 });
    expect(await admin.delete(path)).toMatchObject({ status: 409, body: { error: { code: 'CONFLICT' } } });
    const waiting = await admin.get<Listed>(`${path}/tickets?expand=queue`);
    expect(waiting.body.items).toMatchObject([{ id, queue: { name: 'Second level' } }]);
    await move(id, 'solved');
    expect(await admin.delete(path)).toMatchObject({ status: 204 });
    for (let round = 0; round < 10; round += 1) {
      const raced = await made('/api/ticket-queues', { name: `Raced ${round}` });
      const late = { body: { subject: 'Raced', queueId: raced.id } };
      const both = await Promise.all([
        admin.delete(`/api/ticket-queues/${raced.id}`),
        admin.post('/api/tickets', late),
      ]);
      expect([
        [204, 422],
        [409, 201],
      ]).toContainEqual(both.map(({ status }) => status));
    }
    const refused = await admin.post('/api/tickets', { body: { subject: 'Late', queueId: queue.id } });
    expect(refused).toMatchObject({ status: 422, body: { error: { details: [{ field: 'queueId' }] } } });
  });

  it('are listed with whoever asks, in their timelines, and merged', async () => {
    const company = await made('/api/companies', { name: 'Acme' });
    const contact = await made('/api/contacts', { lastName: 'Asker', lifecycleStage: 'customer' });
    const named = { requesterId: contact.id, companyId: company.id };
    const survivor = await ticket(named);
    const loser = await ticket({ ...named, priority: 'high', tags: ['late'] });
    for (const path of [
      `/api/contacts/${contact.id}`,
      `/api/clients/${contact.id}`,
      `/api/customers/${contact.id}`,
      `/api/companies/${company.id}`,
    ]) {
      const { body } = await admin.get<Listed>(`${path}/tickets?sortBy=number`);
      expect({ path, ids: body.items.map(({ id }) => id) }).toEqual({ path, ids: [survivor.id, loser.id] });
    }
    expect((await admin.get(`/api/contacts/${contact.id}/tickets?requesterId=${contact.id}`)).status).toBe(
      400,
    );
    const lead = await made('/api/leads', { lastName: 'Doe' });
    expect((await admin.get(`/api/leads/${lead.id}/tickets`)).status).toBe(404);
    const timeline = await admin.get<Listed>(`/api/contacts/${contact.id}/timeline?types=ticket`);
    expect(timeline.body.items).toMatchObject([{ recordId: loser.id }, { recordId: survivor.id }]);
    const twins = await admin.get<{ items: { records: Body[] }[] }>('/api/tickets/duplicates');
    expect(JSON.stringify(twins.body)).toContain(loser.id);
    const merged = await admin.post(`/api/tickets/${survivor.id}/merge`, { body: { ids: [loser.id] } });
    expect(merged).toMatchObject({ status: 200, body: { record: { id: survivor.id, tags: ['late'] } } });
    expect((await admin.get(`/api/tickets/${loser.id}`)).body).toMatchObject({ id: survivor.id });
    await move(survivor.id, 'closed');
    const late = await ticket(named);
    expect(await admin.post(`/api/tickets/${survivor.id}/merge`, { body: { ids: [late.id] } })).toMatchObject(
      {
        status: 409,
        body: { error: { message: expect.stringContaining('reopen it first') } },
      },
    );
  });

  it('come from another help desk, with what was said of them', async () => {
    const table =
      'externalId,subject,status,priority\nT-1,First,pending,high\nT-2,Second,closed,\nT-3,Third,lost,\n';
    const job = await imported(admin, 'tickets', { table });
    expect(job['counts']).toMatchObject({ created: 2, failed: 1 });
    const listed = await admin.get<Listed>('/api/tickets?externalId[in]=T-1,T-2&sortBy=number');
    expect(listed.body.items).toMatchObject([
      { externalId: 'T-1', status: 'pending', priority: 'high', solvedAt: null },
      { externalId: 'T-2', status: 'closed', priority: 'normal', closedAt: expect.stringMatching(/Z$/) },
    ]);
    const [first, second] = listed.body.items.map(({ id }) => String(id));
    const comments = `recordId,body,visibility\n${first},Said,public\n${second},Late,public\n${second},Noted,internal\n`;
    const said = await imported(admin, 'ticket-comments', { table: comments });
    expect(said['counts']).toMatchObject({ created: 2, failed: 1 });
    expect(await errorsOf(admin, said.id)).toMatchObject([{ rowNumber: 3, code: 'CONFLICT' }]);
    // An upsert goes where the status allows, as every change.
    const tickets = [{ externalId: 'T-2', status: 'open' }];
    expect(await admin.put('/api/tickets/bulk', { body: { tickets } })).toMatchObject({
      status: 207,
      body: { results: [{ status: 409 }] },
    });
  });

  it('keep a hidden number out of the search, and a read-only status where it is', async () => {
    const fieldRules = { tickets: { number: 'hidden', status: 'read-only' } };
    const role = { name: 'Clerk', permissions: ['tickets:read', 'tickets:update'], fieldRules };
    await admin.post('/api/roles', { body: role });
    const clerk = await addMember(admin, 'Clerk');
    const { id, number } = await ticket({ subject: 'Ours', status: 'solved' });
    expect(Object.keys((await clerk.get(`/api/tickets/${id}`)).body)).not.toContain('number');
    const found = await clerk.get<Listed>(`/api/tickets?search=%23${String(number)}`);
    expect(found.body).toMatchObject({ totalCount: 0 });
    expect((await clerk.get(`/api/tickets?number=${String(number)}`)).status).toBe(400);
    expect((await clerk.post(`/api/tickets/${id}/reopen`)).status).toBe(403);
    expect((await clerk.patch(`/api/tickets/${id}`, { body: { status: 'open' } })).status).toBe(403);
  });

  it('tell in the feed what has become of them', async () => {
    const { id } = await ticket();
    await move(id, 'solved');
    const events = await new FeedReader(admin).until('it is solved', (all) =>
      all.some(({ type, recordId }) => type === 'ticket.solved' && recordId === id),
    );
    expect(events.at(-1)).toMatchObject({ previous: { status: 'new', solvedAt: null } });
  });

  it('have 1,000 numbers when 1,000 are made at once, alone and in bulk', async () => {
    const numbers: unknown[] = [];
    const one = async (): Promise<void> => {
      for (let count = 0; count < 25; count += 1) numbers.push((await ticket())['number']);
    };
    const many = async (): Promise<void> => {
      const tickets = Array.from({ length: 100 }, () => ({ subject: 'Many' }));
      const { body } = await admin.post<{ results: { id: string }[] }>('/api/tickets/bulk', {
        body: { tickets },
      });
      const ids = body.results.map(({ id }) => id).join(',');
      const listed = await admin.get<Listed>(`/api/tickets?id=${ids}&pageSize=200`);
      numbers.push(...listed.body.items.map(({ number }) => number));
    };
    await Promise.all([...Array.from({ length: 32 }, one), many(), many()]);
    expect(numbers).toHaveLength(1_000);
    expect(new Set(numbers).size).toBe(1_000);
  }, 60_000);
});
