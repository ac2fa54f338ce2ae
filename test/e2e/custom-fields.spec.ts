import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { useTestProduct } from '../support/use-test-product.js';

describe('custom fields', () => {
  const { api } = useTestProduct();
  let admin: ApiClient;

  beforeAll(async () => {
    admin = await api().register();
  });

  it('hold from the moment they are made: written, checked and shown', async () => {
    const field = { resource: 'leads', key: 'tier', label: 'Tier', type: 'text' };
    const made = await admin.post('/api/custom-fields', { body: field });
    expect(made).toMatchObject({
      status: 201,
      body: { ...field, position: 0, indexState: 'none', version: 1 },
    });

    const lead = await admin.post('/api/leads', {
      body: { lastName: 'Doe', customFields: { tier: '  gold ' } },
    });
    expect(lead).toMatchObject({ status: 201, body: { customFields: { tier: 'gold' } } });
    const refused = await admin.post('/api/leads', {
      body: { lastName: 'Doe', customFields: { tier: 5, teir: 'gold' } },
    });
    expect(refused).toMatchObject({
      status: 422,
      body: {
        error: {
          code: 'VALIDATION_ERROR',
          details: [
            { field: 'customFields.tier', message: 'must be a text of at most 10000 characters' },
            { field: 'customFields.teir', message: 'is no custom field of leads' },
          ],
        },
      },
    });
    const read = await admin.get(`/api/leads/${String(lead.body['id'])}`);
    expect(read.body).toMatchObject({ customFields: { tier: 'gold' }, version: 1 });
  });

  describe('that are unique', () => {
    const dialled = (phone: string) =>
      admin.post('/api/leads', { body: { lastName: 'Doe', customFields: { extension: phone } } });

    it('refuse a second value once their index is there, and name the field', async () => {
      const field = { resource: 'leads', key: 'extension', label: 'Extension', type: 'text', unique: true };
      const made = await admin.post('/api/custom-fields', { body: field });
      expect(made.body).toMatchObject({ indexState: 'building', indexProblem: null });
      await settled(String(made.body['id']), 'ready');

      const first = await dialled('100');
      expect(first.status).toBe(201);
      const duplicate = { code: 'DUPLICATE', details: [{ field: 'customFields.extension' }] };
      expect(await dialled(' 100')).toMatchObject({ status: 409, body: { error: duplicate } });
      expect((await dialled('101')).status).toBe(201);

      await admin.delete(`/api/leads/${String(first.body['id'])}`);
      expect((await dialled('100')).status).toBe(201);
      const restored = await admin.post(`/api/leads/${String(first.body['id'])}/restore`);
      expect(restored).toMatchObject({ status: 409, body: { error: duplicate } });
    });

    it('say why they cannot be, and are built when that has been put right', async () => {
      const made = await admin.post('/api/custom-fields', {
        body: { resource: 'leads', key: 'badge', label: 'Badge', type: 'text' },
      });
      const id = String(made.body['id']);
      const leads: string[] = [];
      for (const badge of ['a', 'a', 'b']) {
        const lead = await admin.post('/api/leads', { body: { lastName: 'X', customFields: { badge } } });
        leads.push(String(lead.body['id']));
      }
      await admin.patch(`/api/custom-fields/${id}`, { body: { unique: true } });
      const failed = await settled(id, 'failed');
      expect(failed).toMatchObject({ indexProblem: '1 value is in more than one record' });

      await admin.patch(`/api/leads/${leads[1]}`, { body: { customFields: { badge: 'c' } } });
      await admin.patch(`/api/custom-fields/${id}`, { body: { unique: false } });
      await admin.patch(`/api/custom-fields/${id}`, { body: { unique: true } });
      await settled(id, 'ready');
      const taken = await admin.patch(`/api/leads/${leads[2]}`, { body: { customFields: { badge: 'a' } } });
      expect(taken.status).toBe(409);
    });
  });

  /** The field, once its index is in the given state. */
  function settled(id: string, indexState: string): Promise<Record<string, unknown>> {
    return eventually(`an index that is ${indexState}`, async () => {
      const { body } = await admin.get(`/api/custom-fields/${id}`);
      return body['indexState'] === indexState ? body : undefined;
    });
  }
});
