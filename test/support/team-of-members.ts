import type { ApiClient } from './api-client.js';

const PASSWORD = 'Member@123';

export type Member = ApiClient & { readonly userId: string; readonly email: string };

let count = 0;

/** Makes a user with a role in an Admin's tenant, and logs in. */
export async function addMember(
  admin: ApiClient,
  role: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Member> {
  count += 1;
  const email = `member-${process.pid}-${count}-${Date.now()}@example.com`;
  const created = await admin.post('/api/users', {
    body: { email, name: `Member ${count}`, role, password: PASSWORD, ...more },
  });
  if (created.status !== 201) throw new Error(`user: ${created.status} ${JSON.stringify(created.body)}`);
  const login = await admin.post('/api/auth/login', { body: { email, password: PASSWORD } });
  const client = admin.as(String(login.body['token']));
  return Object.assign(client, { userId: String(created.body['id']), email });
}
