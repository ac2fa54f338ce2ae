import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { completedErasure, type Receipt } from '../support/completed-erasure.js';
import { useTestProduct } from '../support/use-test-product.js';

describe('erasing', () => {
  const { api } = useTestProduct({ ERASURE_GRACE_MS: '200' });
  let admin: ApiClient & { readonly tenant: RegisteredTenant };

  beforeAll(async () => {
    admin = await api().register();
  });

  async function made(path: string, body: Record<string, unknown>): Promise<string> {
    const answer = await admin.post(path, { body });
    expect(answer).toMatchObject({ status: 201 });
    return String(answer.body['id']);
  }

  it('takes a contact away at once, with a receipt, and all that is held behind it', async () => {
    const id = await made('/api/contacts', { firstName: 'Ada', lastName: 'Byron', email: 'ada@example.com' });
    const path = `/api/contacts/${id}`;
    await admin.patch(path, { body: { jobTitle: 'Countess' } });
    const answer = await admin.post<Receipt>(`${path}/erase`, {
      body: { reason: 'Asked for by ada@example.com, 17' },
    });
    expect(answer).toMatchObject({
      status: 202,
      body: {
        ...{
          scope: 'person',
          resource: 'contact',
          recordId: id,
          state: 'running',
          completedAt: null,
          digest: null,
        },
        ...{ reason: 'Asked for by [erased], 17', requestedById: admin.tenant.userId, counts: {} },
      },
    });
    expect(answer.headers.get('location')).toBe(`/api/erasures/${answer.body.id}`);
    for (const gone of [path, `${path}/history`, `${path}?asOf=2026-01-01T00:00:00Z`, `${path}/timeline`])
      expect(await admin.get(gone)).toMatchObject({ status: 410, body: { error: { code: 'ERASED' } } });
    const receipt = await completedErasure(admin, answer.body.id);
    expect(receipt).toMatchObject({
      digest: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
      counts: { contacts: 1, historyEntries: 2 },
      recordCount: 1,
      records: [{ resource: 'contact', id }],
    });
    expect(JSON.stringify(receipt)).not.toContain('ada@');
    expect(await admin.get(path)).toMatchObject({ status: 410 });
    expect(await admin.post(`${path}/restore`)).toMatchObject({ status: 404 });
    expect(await admin.post(`${path}/revert`, { body: { version: 1 } })).toMatchObject({ status: 410 });
    expect(await admin.post(`${path}/erase`, { body: {} })).toMatchObject({ status: 410 });
  });
});
