import { bulkUpsert, type Upserted } from './bulk-upsert.js';
import type { CrmClient } from './crm-client.js';
import type { Opportunity } from './opportunities.js';

/** Who and what the leads belong to: ids by name. */
export interface LeadOwners {
  userIds: ReadonlyMap<string, string>;
  companyIds: ReadonlyMap<string, string>;
}

/** Makes each opportunity a lead of its agent and company unless it is one. `onDone` is told how many are. */
export function ensureLeads(
  client: CrmClient,
  opportunities: readonly Opportunity[],
  { userIds, companyIds }: LeadOwners,
  onDone: (count: number) => void,
): Promise<Upserted> {
  const leads = opportunities.map(({ agent, product, ...lead }) => ({
    ...lead,
    tags: [product],
    ownerId: userIds.get(agent),
    companyId: companyIds.get(lead.company),
  }));
  return bulkUpsert(client, 'leads', leads, onDone);
}

/** Changes the description of the opportunities' leads. */
export function touchLeads(
  client: CrmClient,
  opportunities: readonly Opportunity[],
  description: string,
  onDone: (count: number) => void,
): Promise<Upserted> {
  const leads = opportunities.map(({ externalId }) => ({ externalId, description }));
  return bulkUpsert(client, 'leads', leads, onDone, { policy: 'upsert' });
}
