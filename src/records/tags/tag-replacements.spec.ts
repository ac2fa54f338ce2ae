import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ApiClient, type RegisteredTenant } from '../../../test/support/api-client.js';
import { addMember } from '../../../test/support/team-of-members.js';
import { TenantCore } from '../../../test/support/tenant-core.js';
import { SystemClock } from '../../kernel/system-clock.js';
import { TenantDirectory } from '../../platform/context/tenant-directory.js';
import type { TenantReference } from '../../platform/context/tenant-reference.js';
import { Timers } from '../../platform/timers/timers.js';

const ADD_LEADS = `INSERT INTO leads (id, last_name, status, tags, owner_id, created_at, created_by, updated_at, updated_by, version)
  SELECT uuidv7(), 'Lead ' || number, 'New', $3, $2, now(), $2, now(), $2, 1 FROM generate_series(1, $1::integer) AS number`;
const STATE = `SELECT version, tags, count(*)::integer AS count FROM leads GROUP BY version, tags ORDER BY version`;
const EVENTS = `SELECT count(*)::integer AS count, count(DISTINCT record_id)::integer AS records, min(actor_id::text) AS actor
  FROM journal WHERE type = 'lead.updated'`;

describe('a tag that is renamed', () => {
  let core: TenantCore;
  let tenant: TenantReference;
  let admin: ApiClient & { readonly tenant: RegisteredTenant };

  beforeAll(async () => {
    core = await TenantCore.start();
  });

  afterAll(() => core.close());

  beforeEach(async () => {
    admin = await new ApiClient(core.product.url).register();
    const found = await core.app.get(TenantDirectory).find(admin.tenant.tenantId);
    if (found === undefined) throw new Error('No tenant');
    tenant = found;
  });

  const query = (text: string, values: unknown[] = []) =>
    core.within(tenant, () => core.database.query<Record<string, unknown>>({ text, values }));
  const addLeads = (count: number, tags: string[], owner = admin.tenant.userId) =>
    query(ADD_LEADS, [count, owner, tags]);
  /** One turn of the dispatcher, a minute from now. */
  const turn = () =>
    core.within(tenant, () =>
      core.app.get(Timers).runDue(new Date(new SystemClock().milliseconds() + 60_000)),
    );

  /** Each replacement takes a turn for each record type. */
  async function turnUntilDone(): Promise<void> {
    for (let left = 100; left > 0; left -= 1) {
      await turn();
      if ((await query('SELECT 1 FROM tag_replacements')).length === 0) return;
    }
    throw new Error('Some tags are still to be replaced');
  }

  async function declare(client: ApiClient, name: string): Promise<string> {
    return String((await client.post('/api/tags', { body: { name } })).body['id']);
  }

  it('takes its new name on every record, 500 a step, each with one version and one event by who asked', async () => {
    await addLeads(1_203, ['x', 'vip']);
    await addLeads(2, ['other']);
    const id = await declare(admin, 'VIP');
    const renamed = await admin.patch(`/api/tags/${id}`, { body: { name: 'Gold' } });
    expect(renamed).toMatchObject({ status: 200, body: { name: 'Gold', renaming: true, version: 2 } });
    // The record types before leads are looked at first, a step each.
    while ((await query('SELECT 1 FROM leads WHERE version = 2 LIMIT 1')).length === 0) await turn();
    expect(await query(STATE)).toEqual([
      { version: 1, tags: ['x', 'vip'], count: 703 },
      { version: 1, tags: ['other'], count: 2 },
      { version: 2, tags: ['x', 'Gold'], count: 500 },
    ]);
    await turnUntilDone();
    expect(await query(STATE)).toEqual([
      { version: 1, tags: ['other'], count: 2 },
      { version: 2, tags: ['x', 'Gold'], count: 1_203 },
    ]);
    expect(await query(EVENTS)).toEqual([{ count: 1_203, records: 1_203, actor: admin.tenant.userId }]);
    expect((await admin.get(`/api/tags/${id}`)).body).toMatchObject({ renaming: false, version: 3 });
  });

  it('has a step undone whole when it fails, and done again later', async () => {
    await addLeads(20, ['vip']);
    await query(
      `ALTER TABLE leads ADD CONSTRAINT no_gold CHECK (NOT tags @> '{Gold}' OR last_name <> 'Lead 20')`,
    );
    const id = await declare(admin, 'vip');
    await admin.patch(`/api/tags/${id}`, { body: { name: 'Gold' } });
    while ((await query('SELECT 1 FROM timers WHERE failures > 0')).length === 0) await turn();
    expect(await query(STATE)).toEqual([{ version: 1, tags: ['vip'], count: 20 }]);
    await query('ALTER TABLE leads DROP CONSTRAINT no_gold');
    await query('UPDATE timers SET retry_at = NULL');
    await turnUntilDone();
    expect(await query(STATE)).toEqual([{ version: 2, tags: ['Gold'], count: 20 }]);
    expect(await query(EVENTS)).toMatchObject([{ count: 20, records: 20 }]);
  });

  it('is renamed twice in the order in which that was asked for', async () => {
    await addLeads(3, ['a']);
    const id = await declare(admin, 'a');
    for (const name of ['b', 'c']) await admin.patch(`/api/tags/${id}`, { body: { name } });
    await turnUntilDone();
    expect(await query(STATE)).toEqual([{ version: 3, tags: ['c'], count: 3 }]);
    expect((await admin.get(`/api/tags/${id}`)).body).toMatchObject({ name: 'c', renaming: false });
  });

  it('keeps its name on records that whoever asked may not update', async () => {
    await admin.post('/api/roles', {
      body: { name: 'Own', permissions: ['leads:read', 'leads:update:own', 'tags:*'] },
    });
    const member = await addMember(admin, 'Own');
    await addLeads(2, ['vip']);
    await addLeads(1, ['vip'], member.userId);
    const id = await declare(admin, 'vip');
    await member.patch(`/api/tags/${id}`, { body: { name: 'Gold' } });
    await turnUntilDone();
    expect(await query(STATE)).toEqual([
      { version: 1, tags: ['vip'], count: 2 },
      { version: 2, tags: ['Gold'], count: 1 },
    ]);
    expect((await admin.get(`/api/tags/${id}`)).body).toMatchObject({ renaming: false });
  });

  it('changes nothing more for somebody who has left', async () => {
    const member = await addMember(admin, 'Manager');
    await addLeads(2, ['vip']);
    const id = await declare(admin, 'vip');
    await member.patch(`/api/tags/${id}`, { body: { name: 'Gold' } });
    await admin.patch(`/api/users/${member.userId}`, { body: { active: false } });
    await turnUntilDone();
    expect(await query(STATE)).toEqual([{ version: 1, tags: ['vip'], count: 2 }]);
    expect((await admin.get(`/api/tags/${id}`)).body).toMatchObject({ renaming: false });
  });

  it('leaves the records that have it when it is deleted with them', async () => {
    await addLeads(2, ['x', 'vip']);
    const [kept, removed] = [await declare(admin, 'x'), await declare(admin, 'vip')];
    expect((await admin.delete(`/api/tags/${kept}`)).status).toBe(204);
    expect((await admin.delete(`/api/tags/${removed}?removeFromRecords=yes`)).status).toBe(400);
    expect((await admin.delete(`/api/tags/${removed}?removeFromRecords=true`)).status).toBe(204);
    await turnUntilDone();
    expect(await query(STATE)).toEqual([{ version: 2, tags: ['x'], count: 2 }]);
    expect(await query('SELECT 1 FROM tag_replacements')).toEqual([]);
  });
});
