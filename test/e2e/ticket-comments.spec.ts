import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { FeedReader } from '../support/feed-reader.js';
import { addMember, type Member } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

type Body = Readonly<Record<string, unknown>>;
interface Listed {
  readonly items: readonly Body[];
  readonly totalCount: number;
}

/** In internal comments alone: whoever may not read those must never be sent these letters. */
const CANARY = 'canary5e1f';

describe('comments on tickets', () => {
  const { api } = useTestProduct({ SWEEP_MS: '200' });
  let admin: ApiClient & { readonly tenant: RegisteredTenant };
  let member: Member;
  /** Reads and writes all records but internal comments. */
  let outsider: Member;
  let contactId: string;

  beforeAll(async () => {
    admin = await api().register();
    member = await addMember(admin, 'User');
    const permissions = ['tickets:*', 'ticket-comments:*', 'contacts:read', 'webhooks:*', 'tags:read'];
    await admin.post('/api/roles', { body: { name: 'Portal', permissions } });
    outsider = await addMember(admin, 'Portal');
    contactId = (await made('/api/contacts', { lastName: 'Asker' })).id;
  });

  async function made(
    path: string,
    body: unknown,
    caller: ApiClient = admin,
  ): Promise<Body & { readonly id: string }> {
    const answer = await caller.post<Body & { readonly id: string }>(path, { body });
    expect(answer).toMatchObject({ status: 201 });
    return answer.body;
  }
  const ticket = () => made('/api/tickets', { subject: 'It stops', requesterId: contactId });
  const get = async (id: string) => (await admin.get(`/api/tickets/${id}`)).body;
  const say = (id: string, body: Body, caller: ApiClient = admin) =>
    made(`/api/tickets/${id}/comments`, body, caller);

  it('tell their ticket who has answered and asked, and open it again', async () => {
    const { id } = await ticket();
    const quiet = await say(id, { body: 'Who knows this?', visibility: 'internal' });
    expect(quiet).toMatchObject({ authorId: admin.tenant.userId, authorContactId: null, recordId: id });
    expect(await get(id)).toMatchObject({ version: 1, firstRespondedAt: null });
    const first = await say(id, { body: 'We look into it.', channel: 'email' }, member);
    expect(first).toMatchObject({ visibility: 'public', authorId: member.userId });
    const answered = { firstRespondedAt: first['createdAt'], lastRespondedAt: first['createdAt'] };
    expect(await get(id)).toMatchObject({ version: 2, updatedBy: member.userId, ...answered });
    const second = await say(id, { body: 'It works again.' });
    await admin.patch(`/api/tickets/${id}`, { body: { status: 'solved' } });
    const asked = await say(id, { body: 'It does not.', authorContactId: contactId });
    expect(asked).toMatchObject({ authorId: null, authorContactId: contactId });
    expect(await get(id)).toMatchObject({
      ...{ status: 'open', solvedAt: null, version: 5, lastAskedAt: asked['createdAt'] },
      ...{ ...answered, lastRespondedAt: second['createdAt'] },
    });
    const { body } = await admin.get<Listed>(`/api/tickets/${id}/history`);
    expect(body.items.map(({ type }) => type)).toEqual([
      ...['ticket.reopened', 'ticket.solved', 'ticket.updated', 'ticket.updated', 'ticket.created'],
    ]);
    const moves = await admin.get<Listed>(`/api/tickets/${id}/status-history`);
    expect(moves.body.items[0]).toMatchObject({ from: 'solved', to: 'open' });
    const listed = await admin.get<Listed>(`/api/tickets/${id}/comments?sortOrder=asc&sortBy=createdAt`);
    expect(listed.body.items.map((one) => one['id'])).toEqual([...[quiet.id, first.id, second.id, asked.id]]);
    const timeline = await admin.get<Listed>(`/api/tickets/${id}/timeline?types=ticket-comment`);
    expect(timeline.body.items).toHaveLength(4);
  });

  it('do nothing to a ticket when they are tried or refused', async () => {
    const { id } = await ticket();
    const path = `/api/tickets/${id}/comments`;
    expect(await admin.post(`${path}?dryRun=true`, { body: { body: 'Tried' } })).toMatchObject({
      status: 201,
    });
    expect(await admin.post(path, { body: { body: ' ' } })).toMatchObject({ status: 422 });
    const strange = { body: 'Who?', authorContactId: '0190b2a0-0000-7000-8000-000000000000' };
    expect(await admin.post(path, { body: strange })).toMatchObject({ status: 422 });
    const hidden = { body: 'Asked', authorContactId: contactId, visibility: 'internal' };
    expect(await admin.post(path, { body: hidden })).toMatchObject({ status: 422 });
    expect(await get(id)).toMatchObject({ version: 1 });
    expect(await admin.post(`/api/tickets/${contactId}/comments`, { body: strange })).toMatchObject({
      status: 404,
    });
    await admin.patch(`/api/tickets/${id}`, { body: { status: 'closed' } });
    expect(await admin.post(path, { body: { body: 'Late' } })).toMatchObject({
      status: 409,
      body: { error: { message: expect.stringContaining('reopen it first') } },
    });
    await say(id, { body: 'For the record', visibility: 'internal' });
  });

  it('leave the latest moments, also when they come at once', async () => {
    const { id } = await ticket();
    const comments = Array.from({ length: 20 }, (_, n) => ({
      body: `Said ${n}`,
      ...(n % 2 === 0 && { authorContactId: contactId }),
    }));
    await Promise.all(comments.map((comment) => say(id, comment)));
    const { items } = (await admin.get<Listed>(`/api/tickets/${id}/comments?limit=50`)).body;
    const last = (isAsked: boolean) =>
      items
        .filter((one) => (one['authorContactId'] !== null) === isAsked)
        .map(({ createdAt }) => String(createdAt))
        .toSorted()
        .at(-1);
    expect(items).toHaveLength(20);
    expect(await get(id)).toMatchObject({ lastAskedAt: last(true), lastRespondedAt: last(false) });
  });

  it('are records of their own, many at once, and stay what they were made as', async () => {
    const [one, other] = [await ticket(), await ticket()];
    const comments = [
      { recordId: one.id, body: 'Answer' },
      { recordId: other.id, body: 'Question', authorContactId: contactId },
      { recordId: contactId, body: 'Nowhere' },
      { recordId: one.id, body: 'Both', authorContactId: contactId },
    ];
    const bulk = await admin.post<{ results: { id: string; status: number }[] }>(
      '/api/ticket-comments/bulk',
      { body: { ticketComments: comments } },
    );
    expect(bulk.body.results.map(({ status }) => status)).toEqual([201, 201, 422, 201]);
    expect(await get(one.id)).toMatchObject({ version: 2, firstRespondedAt: expect.any(String) });
    expect(await get(other.id)).toMatchObject({ version: 2, firstRespondedAt: null });
    const path = `/api/ticket-comments/${String(bulk.body.results[0]?.id)}`;
    const { body } = await admin.get(path);
    const put = await admin.put(path, { body: { ...body, body: 'Better answer' } });
    expect(put).toMatchObject({ status: 200, body: { body: 'Better answer', version: 2 } });
    for (const change of [
      ...[{ recordId: other.id }, { visibility: 'internal' }, { authorContactId: contactId }],
    ])
      expect(await admin.patch(path, { body: change })).toMatchObject({ status: 422 });
    await admin.delete(`/api/tickets/${one.id}`);
    expect((await admin.get(path)).status).toBe(404);
  });

  it('go with their ticket into another one', async () => {
    const [survivor, loser] = [await ticket(), await ticket()];
    const moved = await say(loser.id, { body: 'Said there' });
    const merged = await admin.post(`/api/tickets/${survivor.id}/merge`, { body: { ids: [loser.id] } });
    expect(merged).toMatchObject({
      status: 200,
      body: {
        moved: { 'ticket-comments': 1 },
        record: { firstRespondedAt: moved['createdAt'], lastAskedAt: loser['createdAt'] },
      },
    });
    const late = await say(loser.id, { body: 'Said to the former' });
    expect(late).toMatchObject({ recordId: survivor.id });
    const { body } = await admin.get<Listed>(`/api/tickets/${survivor.id}/comments`);
    expect(body.items.map(({ id }) => id)).toEqual([late.id, moved.id]);
    // What was said since is a change of its own.
    const undo = `/api/merges/${String(merged.body['id'])}/undo`;
    expect((await admin.post(undo, { body: {} })).status).toBe(409);
    expect((await admin.post(undo, { body: { force: true } })).status).toBe(200);
    expect((await admin.get(`/api/ticket-comments/${moved.id}`)).body).toMatchObject({ recordId: loser.id });
  });

  it('that are internal are kept from whoever lacks the right to them, by every way', async () => {
    const receiver = await WebhookReceiver.start();
    const heard = await made('/api/webhooks', { url: receiver.url, events: ['*'] }, outsider);
    expect(heard).toMatchObject({ enabled: true });
    const { id } = await ticket();
    const internal = await say(id, { body: CANARY, visibility: 'internal', tags: [CANARY] });
    await admin.patch(`/api/ticket-comments/${internal.id}`, { body: { body: `${CANARY} again` } });
    const open = await say(id, { body: 'For all' });
    const path = `/api/ticket-comments/${internal.id}`;
    const answers: string[] = [];
    const ask = async (method: string, address: string, body?: unknown) => {
      const answer = await outsider.request(method, address, body === undefined ? {} : { body });
      if (answer.status === 200) answers.push(JSON.stringify(answer.body));
      return answer;
    };
    for (const below of ['', '/history', '/timeline', '?asOf=2100-01-01'])
      expect((await ask('GET', `${path}${below}`)).status).toBe(below.includes('asOf') ? 400 : 404);
    expect((await ask('PATCH', path, { body: 'Mine' })).status).toBe(404);
    expect((await ask('DELETE', path)).status).toBe(404);
    for (const list of [
      ...[`/api/tickets/${id}/comments`, '/api/ticket-comments?limit=100&includeTotal=true'],
      ...[`/api/ticket-comments?search=${CANARY}`, `/api/tickets/${id}/timeline`],
      ...[
        '/api/tags/usage',
        '/api/ticket-comments/export?format=ndjson',
        '/api/ticket-comments?visibility=internal',
      ],
    ])
      expect({ list, status: (await ask('GET', list)).status }).toEqual({ list, status: 200 });
    expect((await outsider.get(`/api/search?q=${CANARY}`)).body).toMatchObject({ items: [] });
    const shown = await outsider.get<Listed>(`/api/tickets/${id}/comments`);
    expect(shown.body).toMatchObject({ totalCount: 1, items: [{ id: open.id }] });
    const mine = { body: 'Secret', visibility: 'internal' };
    expect((await ask('POST', `/api/tickets/${id}/comments`, mine)).status).toBe(403);
    const feed = await new FeedReader(outsider).until('the open one', (all) =>
      all.some(({ recordId }) => recordId === open.id),
    );
    expect(JSON.stringify(feed)).not.toContain(CANARY);
    expect(feed.some(({ recordId }) => recordId === internal.id)).toBe(false);
    await eventually('the webhook has told of the open one', () =>
      receiver.received.some(({ body }) => String(body).includes(open.id)),
    );
    expect(JSON.stringify(receiver.received.map(({ body }) => String(body)))).not.toContain(CANARY);
    expect(answers.join('\n')).not.toContain(CANARY);
    expect(answers.join('\n')).not.toContain(internal.id);
    // Who holds the permission for all records sees them.
    expect((await member.get(path)).body).toMatchObject({ body: `${CANARY} again` });
    const own = await new FeedReader(member).until('all', (all) =>
      all.some(({ recordId }) => recordId === open.id),
    );
    expect(own.filter(({ recordId }) => recordId === internal.id)).toHaveLength(2);
    await receiver.stop();
  });

  it('mention users, who are told', async () => {
    const { id } = await ticket();
    const body = `@[Ada](user:${member.userId}) please`;
    const comment = await say(id, { body, visibility: 'internal' });
    expect(comment).toMatchObject({ mentions: [member.userId] });
    const stranger = { body: '@[Nobody](user:0190b2a0-0000-7000-8000-000000000000)' };
    expect(await admin.post(`/api/tickets/${id}/comments`, { body: stranger })).toMatchObject({
      status: 422,
    });
    await admin.post(`/api/tickets/${id}/assign`, { body: { ownerId: member.userId } });
    await admin.patch(`/api/tickets/${id}`, { body: { status: 'pending' } });
    const kinds = await eventually('they are told', async () => {
      const { items } = (await member.get<Listed>('/api/notifications')).body;
      const found = items.filter(({ recordId }) => recordId === comment.id || recordId === id);
      return found.length >= 3 && found.map(({ kind }) => kind);
    });
    expect(kinds.toSorted()).toEqual(['assigned', 'mentioned', 'status-changed']);
  });
});
