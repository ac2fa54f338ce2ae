import { bulkUpsert } from './bulk-upsert.js';
import type { CrmClient } from './crm-client.js';
import type { LeadOwners } from './lead-writer.js';
import { type PipelineDeal, SALES_STAGES, type SalesStage } from './sales-pipeline.js';

const PIPELINE = { externalId: 'hardware-sales', name: 'Hardware sales' } as const;
const STAGES: Readonly<Record<SalesStage, { kind: string; probability: number }>> = {
  Prospecting: { kind: 'open', probability: 10 },
  Engaging: { kind: 'open', probability: 50 },
  Won: { kind: 'won', probability: 100 },
  Lost: { kind: 'lost', probability: 0 },
};
/** The file gives no reasons, and a lost deal needs one. */
const REASON = 'The sales data do not say';
const ENGAGED = { resource: 'deals', key: 'engagedOn', label: 'Engaged on', type: 'date' } as const;
const AT_ONCE = 1_000;

/** Who and what deals belong to: ids by name. */
export interface DealOwners extends LeadOwners {
  productIds: ReadonlyMap<string, string>;
}

/** What loading the deals came to. */
export interface WrittenDeals {
  ids: ReadonlyMap<string, string>;
  created: number;
  failures: string[];
}

interface Named {
  key: string;
}

interface Pipeline {
  id: string;
  externalId: string | null;
}

/** Makes each line of the pipeline a deal with one line item, unless it is one. `onDone` is told how many are. */
export async function ensureDeals(
  client: CrmClient,
  deals: readonly PipelineDeal[],
  owners: DealOwners,
  onDone: (count: number) => void,
): Promise<WrittenDeals> {
  await ensureField(client);
  const pipelineId = await ensurePipeline(client);
  const items = deals.map((deal) => ({ ...fieldsOf(deal, owners), pipelineId }));
  const made = await bulkUpsert(client, 'deals', items, onDone, { atOnce: AT_ONCE });
  const lines = deals.map(({ externalId, product, value }) => ({
    externalId: `${externalId}-1`,
    dealId: made.ids.get(externalId),
    productId: owners.productIds.get(product),
    quantity: 1,
    ...(value !== undefined && { unitPrice: value }),
  }));
  const priced = await bulkUpsert(client, 'line-items', lines, undefined, { atOnce: AT_ONCE });
  return {
    ids: made.ids,
    created: made.created.length,
    failures: [...made.failures, ...priced.failures],
  };
}

function fieldsOf(deal: PipelineDeal, { userIds, companyIds }: DealOwners) {
  const { externalId, agent, company, product, stage, engagedOn, closedOn, expectedOn } = deal;
  return {
    externalId,
    name: `${company ?? 'No account yet'}: ${product}`,
    stage,
    currency: 'USD',
    ownerId: userIds.get(agent),
    ...(company !== undefined && { companyId: companyIds.get(company) }),
    ...(expectedOn !== undefined && { expectedCloseDate: expectedOn }),
    ...(closedOn !== undefined && { closedAt: `${closedOn}T00:00:00.000Z` }),
    ...(stage === 'Lost' && { closeReason: REASON }),
    ...(engagedOn !== undefined && { customFields: { [ENGAGED.key]: engagedOn } }),
  };
}

/** The day an agent engaged: a field of the tenant's own. */
async function ensureField(client: CrmClient): Promise<void> {
  const known = await client.listAll<Named>('/api/custom-fields');
  if (!known.some(({ key }) => key === ENGAGED.key)) await client.call('POST', '/api/custom-fields', ENGAGED);
}

async function ensurePipeline(client: CrmClient): Promise<string> {
  const known = (await client.listAll<Pipeline>('/api/pipelines')).find(
    ({ externalId }) => externalId === PIPELINE.externalId,
  );
  if (known !== undefined) return known.id;
  const stages = SALES_STAGES.map((name) => ({ name, ...STAGES[name] }));
  return (await client.call<Pipeline>('POST', '/api/pipelines', { ...PIPELINE, stages })).id;
}
