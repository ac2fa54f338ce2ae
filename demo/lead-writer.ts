import { randomUUID } from 'node:crypto';
import type { CrmClient } from './crm-client.js';
import type { Opportunity } from './opportunities.js';

const AT_ONCE = 8;

/** What a batch of writes came to. */
export interface Written {
  /** Ids of the leads written. */
  ids: string[];
  /** One message for each write that failed. */
  failures: string[];
}

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
  return writeEach(opportunities, onDone, async ({ agent, product, ...lead }) => {
    const body = { ...lead, tags: [product], ownerId: ownerIds.get(agent) };
    return (await client.call<Lead>('POST', '/api/leads', body, `${run}-${lead.externalId}`)).id;
  });
}

/** Changes the description of each lead, eight at a time. */
export async function touchLeads(
  client: CrmClient,
  ids: readonly string[],
  description: string,
  onDone: (count: number) => void,
): Promise<Written> {
  return writeEach(ids, onDone, async (id) => {
    await client.call('PATCH', `/api/leads/${id}`, { description });
    return id;
  });
}

async function writeEach<Item>(
  items: readonly Item[],
  onDone: (count: number) => void,
  write: (item: Item) => Promise<string>,
): Promise<Written> {
  const written: Written = { ids: [], failures: [] };
  const queue = items.values();
  const work = async (): Promise<void> => {
    // The lanes share one iterator, so each item is taken once.
    for (const item of queue) {
      try {
        written.ids.push(await write(item));
      } catch (error) {
        written.failures.push(error instanceof Error ? error.message : String(error));
      }
      onDone(written.ids.length + written.failures.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return written;
}
