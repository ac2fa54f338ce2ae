import { describe, expect, it } from '@jest/globals';
import { queryDatabase } from '../support/server-query.js';
import { useTestProduct } from '../support/use-test-product.js';

const PREFIX = 'tregister';
const REGISTER = '/api/auth/register';
const password = 'Admin@123';

describe('registering a tenant', () => {
  const { product, api } = useTestProduct({ DATABASE_PREFIX: PREFIX });

  async function tenantDatabases(): Promise<string[]> {
    const rows = await queryDatabase<{ datname: string }>(
      product().databaseUrl,
      "SELECT datname FROM pg_database WHERE starts_with(datname, $1 || '_tenant_')",
      [PREFIX],
    );
    return rows.map((row) => row.datname);
  }

  it.each(['tenantName', 'organizationName', 'companyName'])('needs no other name than %s', async (field) => {
    const body = { email: `${field}@example.com`, password, [field]: 'Acme' };
    const answer = await api().post(REGISTER, { body });
    expect(answer).toMatchObject({ status: 201, body: { expiresIn: 3_600 } });
    const session = await api().as(String(answer.body['token'])).get('/api/auth/me');
    expect(session).toMatchObject({ status: 200, body: { email: body.email.toLowerCase(), role: 'Admin' } });
    expect(session.body['tenantId']).toBe(answer.body['tenantId']);
  });

  it('is refused without a name of the tenant, and names the field', async () => {
    const before = await tenantDatabases();
    const answer = await api().post(REGISTER, { body: { email: 'nameless@example.com', password } });
    expect(answer).toMatchObject({
      status: 422,
      body: { error: { code: 'VALIDATION_ERROR', details: [{ field: 'tenantName' }] } },
    });
    expect(await tenantDatabases()).toEqual(before);
  });

  it.each([
    ['email', { email: 'no address', password, tenantName: 'Acme' }],
    ['email', { password, tenantName: 'Acme' }],
    ['password', { email: 'short@example.com', password: '1234567', tenantName: 'Acme' }],
    ['password', { email: 'short@example.com', password: 12_345_678, tenantName: 'Acme' }],
    ['tenantName', { email: 'blank@example.com', password, tenantName: '  ' }],
    ['role', { email: 'role@example.com', password, tenantName: 'Acme', role: 'Admin' }],
  ])('is refused for a bad %s', async (field, body) => {
    const before = await tenantDatabases();
    const answer = await api().post(REGISTER, { body });
    expect(answer).toMatchObject({ status: 422, body: { error: { details: [{ field }] } } });
    expect(await tenantDatabases()).toEqual(before);
  });

  it('shows the e-mail as the name of a person who gave none, or a blank one', async () => {
    const body = { email: 'blank-name@example.com', password, tenantName: 'Acme', name: ' ' };
    const { body: tokens } = await api().post(REGISTER, { body });
    const session = await api().as(String(tokens['token'])).get('/api/auth/me');
    expect(session.body).toMatchObject({ name: body.email });
  });

  it('is refused for an e-mail that is taken, in any case of letters', async () => {
    const body = { email: 'taken@example.com', password, tenantName: 'First' };
    expect((await api().post(REGISTER, { body })).status).toBe(201);
    const before = await tenantDatabases();
    const second = await api().post(REGISTER, { body: { ...body, email: 'TAKEN@Example.com' } });
    expect(second).toMatchObject({
      status: 409,
      body: { error: { code: 'DUPLICATE', details: [{ field: 'email' }] } },
    });
    expect(await tenantDatabases()).toEqual(before);
  });

  it('lets one of five racing registrations win and leaves no database of the others', async () => {
    const before = await tenantDatabases();
    const body = { email: 'race@example.com', password, tenantName: 'Race' };
    const answers = await Promise.all(Array.from({ length: 5 }, () => api().post(REGISTER, { body })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    const winner = answers.find(({ status }) => status === 201);
    const tenantId = String(winner?.body['tenantId']).replaceAll('-', '');
    expect((await tenantDatabases()).filter((name) => !before.includes(name))).toEqual([
      `${PREFIX}_tenant_${tenantId}`,
    ]);
    const states = await queryDatabase(
      product().databaseUrl,
      "SELECT name FROM tenants WHERE state <> 'active'",
    );
    expect(states).toEqual([]);
  });
});
