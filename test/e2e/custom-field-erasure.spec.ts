import { beforeAll, describe, expect, it } from '@jest/globals';
import { runInContext } from '../../src/platform/context/request-context.js';
import { TenantDirectory } from '../../src/platform/context/tenant-directory.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { addMember } from '../support/team-of-members.js';
import { useTestProduct } from '../support/use-test-product.js';

const HOLDERS = `SELECT (SELECT count(*) FROM leads WHERE custom_fields ? $1)::integer AS records,
  (SELECT count(*) FROM journal WHERE record -> 'customFields' ? $1 OR changes ? ('customFields.' || $1))::integer AS entries`;
const FILL = `INSERT INTO leads (id, last_name, status, custom_fields, created_at, created_by, updated_at, updated_by,
    version, deleted_at)
  SELECT gen_random_uuid(), 'Doe', 'New', jsonb_build_object($1::text, 'x', 'stays', n), now(), $2, now(), $2, 1,
    CASE WHEN n % 10 = 0 THEN now() END
  FROM generate_series(1, $3) AS n`;
const NOBODY = '01a1fd8a-e7f1-768b-bc9c-4736db6577a0';

describe('a custom field that is deleted for good', () => {
  const { product, api } = useTestProduct({ ERASURE_GRACE_MS: '300' });
  let admin: ApiClient & { readonly tenant: RegisteredTenant };

  beforeAll(async () => {
    admin = await api().register();
    await define('stays', { type: 'number' });
  });

  async function define(key: string, more: Record<string, unknown> = {}): Promise<string> {
    const body = { resource: 'leads', label: 'A field', type: 'text', key, ...more };
    const answer = await admin.post('/api/custom-fields', { body });
    expect(answer.status).toBe(201);
    return `/api/custom-fields/${String(answer.body['id'])}`;
  }

  async function query(text: string, values: unknown[]): Promise<Record<string, unknown>[]> {
    const tenant = await product().app.get(TenantDirectory).find(admin.tenant.tenantId);
    return runInContext({ traceId: 'spec', tenant }, () =>
      product().app.get(TenantDatabase).query({ text, values }),
    );
  }

  const holders = async (key: string) => (await query(HOLDERS, [key]))[0];

  it('goes with its values, from records that were deleted and from the journal too, and leaves the rest', async () => {
    const path = await define('secret', { indexed: true });
    const body = { lastName: 'Doe', customFields: { secret: 'one', stays: 1 } };
    const lead = await admin.post('/api/leads', { body });
    const leadPath = `/api/leads/${String(lead.body['id'])}`;
    await admin.patch(leadPath, { body: { customFields: { secret: 'two' } } });
    await query(FILL, ['secret', NOBODY, 4_500]);
    expect(await holders('secret')).toEqual({ records: 4_501, entries: 2 });

    expect((await admin.delete(`${path}?permanent=true`)).status).toBe(204);
    expect((await admin.get(leadPath)).body).toMatchObject({ customFields: { stays: 1 }, version: 2 });
    expect((await admin.get(path)).status).toBe(404);
    await eventually('the key is free', () => isFree('secret'));
    expect(await holders('secret')).toEqual({ records: 0, entries: 0 });
    expect(await holders('stays')).toMatchObject({ records: 4_501 });
    expect((await admin.delete(`${path}?permanent=true`)).status).toBe(404);
    await eventually('the index is gone', async () => {
      return (await query("SELECT FROM pg_indexes WHERE indexname ~ '_secret$'", [])).length === 0;
    });
    const log = await admin.get<{ items: { action: string }[] }>('/api/audit-logs?resource=custom-field');
    const actions = log.body.items.map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(['custom-field.erased', 'custom-field.purged']));
    // Another type under the same key meets no value of the old one.
    await define('secret', { type: 'number' });
    expect((await admin.get(leadPath)).body['customFields']).toEqual({ stays: 1 });
  }, 30_000);

  it('cannot come back, nor its key be taken, until it has gone; asking again changes nothing', async () => {
    const path = await define('leaving');
    // As it is while the values go, with nobody at work on them.
    await query(
      "UPDATE custom_field_definitions SET erasing_at = now(), deleted_at = now() WHERE key = 'leaving'",
      [],
    );
    expect((await admin.delete(`${path}?permanent=true`)).status).toBe(204);
    expect((await admin.post(`${path}/restore`)).status).toBe(404);
    const again = await admin.post('/api/custom-fields', {
      body: { resource: 'leads', key: 'leaving', label: 'Again', type: 'text' },
    });
    expect(again).toMatchObject({
      status: 409,
      body: {
        error: {
          code: 'DUPLICATE',
          details: [{ field: 'key', message: 'is the key of a field that is being erased' }],
        },
      },
    });
  });

  it('may have been deleted before', async () => {
    const path = await define('later');
    await admin.post('/api/leads', { body: { lastName: 'Doe', customFields: { later: 'x' } } });
    expect((await admin.delete(path)).status).toBe(204);
    expect((await admin.delete(`${path}?permanent=true`)).status).toBe(204);
    await eventually('the key is free', () => isFree('later'));
    expect(await holders('later')).toEqual({ records: 0, entries: 0 });
  });

  it('loses what a request wrote that had begun before', async () => {
    const path = await define('racing');
    await admin.delete(`${path}?permanent=true`);
    await eventually('the first round is over', async () => {
      const [timer] = await query("SELECT FROM timers WHERE payload ->> 'round' = 'last'", []);
      return timer !== undefined;
    });
    await query(FILL, ['racing', NOBODY, 3]);
    await eventually('the key is free', () => isFree('racing'));
    expect(await holders('racing')).toEqual({ records: 0, entries: 0 });
  });

  it('takes a permission of its own, the version that was seen, and a proper flag', async () => {
    const path = await define('guarded');
    for (const [name, permissions, soft, permanent] of [
      ['Deleter', ['custom-fields:read', 'custom-fields:delete'], 204, 403],
      ['Eraser', ['custom-fields:read', 'custom-fields:erase'], 403, 204],
    ] as const) {
      expect((await admin.post('/api/roles', { body: { name, permissions } })).status).toBe(201);
      const member = await addMember(admin, name);
      expect((await member.delete(`${path}?permanent=true&dryRun=true`)).status).toBe(permanent);
      expect((await member.delete(`${path}?dryRun=true`)).status).toBe(soft);
    }
    const headers = { 'if-match': '"7"' };
    expect((await admin.delete(`${path}?permanent=true`, { headers })).status).toBe(412);
    for (const wrong of ['permanent=yes', 'forever=true'])
      expect((await admin.delete(`${path}?${wrong}`)).status).toBe(400);
    expect((await admin.delete(`/api/custom-fields/${NOBODY}?permanent=true`)).status).toBe(404);
    expect((await admin.get(path)).body).toMatchObject({ key: 'guarded', version: 1 });
  });

  async function isFree(key: string): Promise<boolean> {
    return (await query('SELECT FROM custom_field_definitions WHERE key = $1', [key])).length === 0;
  }
});
