import { randomUUID } from 'node:crypto';
import type { CrmClient } from './crm-client.js';
import type { Opportunity } from './opportunities.js';
import { writeEach, type Written } from './write-each.js';

interface Lead {
  id: string;
  externalId: string | null;
}

/** The demo's leads that are there already: ids by external id. */
export async function findLeads(client: CrmClient): Promise<ReadonlyMap<string, string>> {
  const leads = await client.listAll<Lead>('/api/leads');
  return new Map(leads.flatMap(({ externalId, id }) => (externalId === null ? [] : [[externalId, id]])));
}

/** Creates one lead for each opportunity, eight at a time. `onDone` is told after every one. */
export async function createLeads(
  client: CrmClient,
  opportunities: readonly Opportunity[],
  ownerIds: ReadonlyMap<string, string>,
  onDone: (count: number) => void,
): Promise<Written> {
  // New keys each run: a lead deleted since must be made again, not answered from the stored reply.
  const run = randomUUID();
  const create = async ({ agent, product, ...lead }: Opportunity): Promise<string> => {
    const body = { ...lead, tags: [product], ownerId: ownerIds.get(agent) };
    return (await client.call<Lead>('POST', '/api/leads', body, `${run}-${lead.externalId}`)).id;
  };
  return writeEach(opportunities, create, onDone);
}

/** Changes the description of each lead, eight at a time. */
export async function touchLeads(
  client: CrmClient,
  ids: readonly string[],
  description: string,
  onDone: (count: number) => void,
): Promise<Written> {
  const touch = async (id: string): Promise<string> => {
    await client.call('PATCH', `/api/leads/${id}`, { description });
    return id;
  };
  return writeEach(ids, touch, onDone);
}
