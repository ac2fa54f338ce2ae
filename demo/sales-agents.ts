import type { CrmClient } from './crm-client.js';

interface User {
  id: string;
  email: string;
}

/** Makes each agent a user of the tenant unless it is one. Returns user ids by agent name. */
export async function ensureSalesAgents(
  client: CrmClient,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const existing = new Map((await client.listAll<User>('/api/users')).map(({ email, id }) => [email, id]));
  const ids = new Map<string, string>();
  for (const name of names) {
    const email = emailOf(name);
    const id =
      existing.get(email) ??
      (await client.call<User>('POST', '/api/users', { email, name, role: 'User' })).id;
    ids.set(name, id);
  }
  return ids;
}

/** `Mei-Mei Johns` → `mei-mei.johns@example.com`. */
function emailOf(name: string): string {
  return `${name.toLowerCase().replaceAll(' ', '.')}@example.com`;
}
