import { beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/kernel/identifiers.js';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { addMember, type Member } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

type Lead = Record<string, unknown> & {
  readonly id: string;
  readonly version: number;
  readonly updatedAt: string;
};
type Fields = Readonly<Record<string, unknown>>;

/** Reproducible numbers from 0 to 1. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('a record as it was', () => {
  const { api } = useTestProduct({ ERASURE_GRACE_MS: '100' });
  let admin: ApiClient & { readonly tenant: RegisteredTenant };
  let restricted: Member;

  beforeAll(async () => {
    admin = await api().register();
    for (const key of ['tier', 'passing', 'erased'])
      await admin.post('/api/custom-fields', { body: { resource: 'leads', key, label: key, type: 'text' } });
    const fieldRules = { leads: { phone: 'hidden', score: 'read-only' } };
    await admin.post('/api/roles', { body: { name: 'Restricted', permissions: ['*:*'], fieldRules } });
    restricted = await addMember(admin, 'Restricted');
  });

  async function lead(body: Fields = {}): Promise<Lead> {
    const answer = await admin.post<Lead>('/api/leads', { body: { lastName: 'Doe', ...body } });
    expect(answer.status).toBe(201);
    return answer.body;
  }

  async function changed(id: string, body: Fields): Promise<Lead> {
    const answer = await admin.patch<Lead>(`/api/leads/${id}`, { body });
    expect(answer.status).toBe(200);
    return answer.body;
  }

  const asOf = (id: string, time: string, more = '') =>
    admin.get<Lead>(`/api/leads/${id}?asOf=${encodeURIComponent(time)}${more}`);
  const revert = (id: string, body: unknown, headers: Record<string, string> = {}) =>
    admin.post<Lead>(`/api/leads/${id}/revert`, { body, headers });
  const pause = () => eventually('the next millisecond', nextMillisecond());
  const codeOf = ({ body }: { readonly body: Fields }) =>
    Reflect.get(Object(body['error']), 'code') as unknown;

  /** Whether the clock has moved on since the call. */
  function nextMillisecond(): () => Promise<boolean> {
    const begun = Date.now();
    return async () => Date.now() > begun;
  }

  const CHANGES: readonly ((random: () => number) => Fields)[] = [
    (random) => ({ score: Math.floor(random() * 100) }),
    (random) => ({ company: random() < 0.3 ? null : `Company ${Math.floor(random() * 5)}` }),
    (random) => ({ tags: ['a', 'b', 'c'].filter(() => random() < 0.5) }),
    (random) => ({ customFields: { tier: random() < 0.4 ? null : `tier ${Math.floor(random() * 3)}` } }),
    (random) => ({
      status: random() < 0.5 ? 'Contacted' : 'Qualified',
      lastName: `Doe ${Math.floor(random() * 9)}`,
    }),
  ];

  it.each([1, 2, 3])(
    'is what GET showed then, at any version, and can be had back so (seed %d)',
    async (seed) => {
      const random = randomNumbers(seed);
      const versions: Lead[] = [await lead()];
      const { id } = versions[0] ?? (await lead());
      for (let step = 0; step < 25; step += 1) {
        await pause();
        const make = CHANGES[Math.floor(random() * CHANGES.length)];
        await changed(id, make?.(random) ?? {});
        const { body } = await admin.get<Lead>(`/api/leads/${id}`);
        if (body.version > (versions.at(-1)?.version ?? 0)) versions.push(body);
      }
      expect(versions.length).toBeGreaterThan(10);
      for (const version of versions) {
        const then = await asOf(id, version.updatedAt);
        expect(then.body).toEqual(version);
        expect(then.headers.get('etag')).toBe(`"${version.version}"`);
      }
      for (const version of versions.filter(() => random() < 0.4)) {
        const { status, body } = await revert(id, { version: version.version });
        expect(status).toBe(200);
        const { version: _version, updatedAt: _at, updatedBy: _by, ...fields } = version;
        expect(body).toMatchObject(fields);
        expect(body['customFields']).toEqual(version['customFields']);
      }
    },
  );

  it('is not there before it was made, nor while it was deleted', async () => {
    const before = new Date(Date.now() - 1_000).toISOString();
    const { id, updatedAt } = await lead();
    await pause();
    await admin.delete(`/api/leads/${id}`);
    const { body } = await admin.get<{ items: { occurredAt: string }[] }>(`/api/leads/${id}/history`);
    const deletedAt = body.items[0]?.occurredAt ?? '';
    await pause();
    const restored = await admin.post<Lead>(`/api/leads/${id}/restore`);
    expect((await asOf(id, before)).status).toBe(404);
    expect((await asOf(id, updatedAt)).body).toMatchObject({ version: 1 });
    expect((await asOf(id, deletedAt)).status).toBe(404);
    expect((await asOf(id, restored.body.updatedAt)).body).toMatchObject({ version: 3 });
    expect((await asOf(newId(), updatedAt)).status).toBe(404);
  });

  it('takes the shape that is asked for, and shows nothing that is hidden now', async () => {
    const { id, updatedAt } = await lead({ phone: '+49 30 1234567', score: 7 });
    await changed(id, { phone: null });
    const shaped = await asOf(id, updatedAt, '&fields=phone');
    expect(shaped.body).toEqual({ id, version: 1, phone: '+49 30 1234567' });
    expect(shaped.headers.get('etag')).toMatch(/^W\/"1-/);
    const seen = await restricted.get(`/api/leads/${id}?asOf=${updatedAt}`);
    expect(seen.body).toMatchObject({ version: 1, score: 7 });
    expect(seen.body).not.toHaveProperty('phone');
    expect((await restricted.get(`/api/leads/${id}?asOf=${updatedAt}&fields=phone`)).status).toBe(400);
  });

  it.each([
    ['asOf=yesterday', 'asOf'],
    ['asOf=', 'asOf'],
    ['asOf=2024-02-30', 'asOf'],
    ['asOf=9999-01-01', 'asOf'],
    ['asOf=2024-01-01&asOf=2024-01-02', 'asOf'],
    ['asOf=2024-01-01&expand=owner', 'expand'],
    ['asOf=2024-01-01&fields=password', 'fields'],
  ])('refuses %s', async (query, field) => {
    const { id } = await lead();
    const answer = await admin.get(`/api/leads/${id}?${query}`);
    expect(answer).toMatchObject({ status: 400, body: { error: { details: [{ field }] } } });
  });

  it('comes back by its time, on condition and on trial, once for a key, as an update', async () => {
    const { id, updatedAt } = await lead({ score: 1 });
    await pause();
    await changed(id, { score: 2 });
    expect((await revert(id, { version: 1 }, { 'if-match': '"1"' })).status).toBe(412);
    const trial = await admin.post<Lead>(`/api/leads/${id}/revert?dryRun=true`, { body: { version: 1 } });
    expect(trial.body).toMatchObject({ score: 1, version: 3 });
    const headers = { 'idempotency-key': newId(), 'if-match': '"2"' };
    const done = await revert(id, { asOf: updatedAt }, headers);
    expect(done).toMatchObject({ status: 200, body: { score: 1, version: 3 } });
    expect(done.headers.get('etag')).toBe('"3"');
    const again = await revert(id, { asOf: updatedAt }, headers);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    const { body } = await admin.get<{ items: Fields[] }>(`/api/leads/${id}/history`);
    expect(body.items).toMatchObject([
      { version: 3, type: 'lead.updated', changes: { score: { old: 2, new: 1 } } },
      { version: 2 },
      { version: 1 },
    ]);
    // What is there already is not written.
    expect((await revert(id, { version: 1 })).body).toMatchObject({ version: 3 });
  });

  it('does not come back where it may not, or cannot', async () => {
    const { id } = await lead({ score: 1, phone: '+49 30 1', externalId: 'taken' });
    await changed(id, { score: 2, phone: '+49 30 2', externalId: null });
    const refused = await restricted.post(`/api/leads/${id}/revert`, { body: { version: 1 } });
    expect(refused).toMatchObject({
      status: 403,
      body: { error: { message: expect.stringContaining('score') } },
    });
    await lead({ externalId: 'taken' });
    expect((await revert(id, { version: 1 })).status).toBe(409);
    expect((await revert(id, { version: 3 })).status).toBe(404);
    expect((await revert(newId(), { version: 1 })).status).toBe(404);
    expect((await revert(id, {})).status).toBe(422);
    expect((await revert(id, { version: 0 })).status).toBe(422);
    expect((await revert(id, { version: 1, asOf: '2024-01-01' })).status).toBe(422);
    expect((await revert(id, { asOf: '9999-01-01' })).status).toBe(422);
    expect((await revert(id, { asOf: '2024-01-01' })).status).toBe(404);
    await admin.delete(`/api/leads/${id}`);
    expect(await revert(id, { version: 1 })).toMatchObject({
      status: 409,
      body: { error: { code: 'CONFLICT' } },
    });
  });

  it('leaves what is hidden from whoever brings it back as it is', async () => {
    const { id } = await lead({ phone: '+49 30 1', company: 'Acme' });
    await changed(id, { phone: '+49 30 2', company: 'Other' });
    const done = await restricted.post(`/api/leads/${id}/revert`, { body: { version: 1 } });
    expect(done).toMatchObject({ status: 200, body: { company: 'Acme' } });
    expect((await admin.get(`/api/leads/${id}`)).body).toMatchObject({ company: 'Acme', phone: '+49 30 2' });
  });

  it('does not point at what is gone meanwhile', async () => {
    const company = await admin.post<Lead>('/api/companies', { body: { name: 'Gone' } });
    const contact = await admin.post<Lead>('/api/companies', {
      body: { name: 'Child', parentId: company.body.id },
    });
    const path = `/api/companies/${contact.body.id}`;
    await admin.patch(path, { body: { parentId: null } });
    await admin.delete(`/api/companies/${company.body.id}`);
    const answer = await admin.post(`${path}/revert`, { body: { version: 1 } });
    expect(answer).toMatchObject({ status: 422, body: { error: { details: [{ field: 'parentId' }] } } });
  });

  it('comes back without a custom field that was deleted, and not at all once its values were erased', async () => {
    const { id, updatedAt } = await lead({
      score: 1,
      customFields: { passing: 'then', erased: 'canary', tier: 'x' },
    });
    await changed(id, { score: 2, customFields: { passing: 'now', tier: null, erased: null } });
    const { body } = await admin.get<{ items: { id: string; key: string }[] }>('/api/custom-fields');
    const pathOf = (key: string) => `/api/custom-fields/${body.items.find((one) => one.key === key)?.id}`;
    expect((await admin.delete(pathOf('passing'))).status).toBe(204);
    const done = await revert(id, { version: 1 });
    expect(done).toMatchObject({ status: 200, body: { score: 1, version: 3 } });
    expect(done.body['customFields']).toEqual({ erased: 'canary', tier: 'x' });
    await admin.post(`${pathOf('passing')}/restore`);
    expect((await admin.get(`/api/leads/${id}`)).body).toMatchObject({ customFields: { passing: 'now' } });

    expect((await admin.delete(`${pathOf('erased')}?permanent=true`)).status).toBe(204);
    await eventually('the values are erased', async () => {
      const { body: history } = await admin.get<{ items: { erased: boolean }[] }>(`/api/leads/${id}/history`);
      return history.items.map(({ erased }) => erased).join() === 'true,false,true';
    });
    const gone = await revert(id, { version: 1 });
    expect([gone.status, codeOf(gone)]).toEqual([410, 'HISTORY_ERASED']);
    expect((await revert(id, { version: 2 })).body).toMatchObject({ score: 2 });
    const then = await asOf(id, updatedAt);
    expect(then.body).toMatchObject({ version: 1, customFields: { passing: 'then', tier: 'x' } });
    expect(JSON.stringify(then.body)).not.toContain('canary');
  });
});
