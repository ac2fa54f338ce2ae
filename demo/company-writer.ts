import type { Account } from './accounts.js';
import { bulkUpsert } from './bulk-upsert.js';
import type { CrmClient } from './crm-client.js';

/** The companies that the accounts are. */
export interface Companies {
  /** By account name. */
  ids: ReadonlyMap<string, string>;
  failures: string[];
}

/** Makes each account a company unless it is one, then gives those that belong to another their parent. */
export async function ensureCompanies(client: CrmClient, accounts: readonly Account[]): Promise<Companies> {
  const companies = accounts.map(({ parent: _, ...company }) => company);
  const made = await bulkUpsert(client, 'companies', companies);
  const ids = new Map(
    accounts.flatMap(({ name, externalId }) => {
      const id = made.ids.get(externalId);
      return id === undefined ? [] : [[name, id]];
    }),
  );
  const children = accounts.flatMap(({ externalId, parent }) =>
    parent === undefined ? [] : [{ externalId, parentId: ids.get(parent) }],
  );
  const linked = await bulkUpsert(client, 'companies', children);
  return { ids, failures: [...made.failures, ...linked.failures] };
}
