import type { Account } from './accounts.js';
import type { CrmClient } from './crm-client.js';
import { writeEach } from './write-each.js';

interface Company {
  id: string;
  externalId: string | null;
}

/** Makes each account a company unless it is one, those that others belong to first. Returns how many there are, and faults. */
export async function ensureCompanies(
  client: CrmClient,
  accounts: readonly Account[],
): Promise<{ count: number; failures: string[] }> {
  const ids = new Map<string, string>();
  const names = new Map(accounts.map(({ externalId, name }) => [externalId, name]));
  for (const { id, externalId } of await client.listAll<Company>('/api/companies')) {
    const name = names.get(externalId ?? '');
    if (name !== undefined) ids.set(name, id);
  }
  const failures: string[] = [];
  const missing = accounts.filter(({ name }) => !ids.has(name));
  for (const wave of [missing.filter(({ parent }) => !parent), missing.filter(({ parent }) => parent)]) {
    const written = await writeEach(wave, async ({ parent, ...company }) => {
      const body = { ...company, ...(parent === undefined ? {} : { parentId: ids.get(parent) }) };
      const { id } = await client.call<Company>('POST', '/api/companies', body);
      ids.set(company.name, id);
      return id;
    });
    failures.push(...written.failures);
  }
  return { count: ids.size, failures };
}
