import { readSalesPipeline } from './sales-pipeline.js';

/** An open deal of the sales pipeline, as a lead. */
export interface Opportunity {
  externalId: string;
  agent: string;
  company: string;
  /** The product's name as the price list spells it. */
  product: string;
  status: 'New' | 'Contacted';
  /** ISO 8601; only once an agent has engaged. */
  firstContactAt?: string;
}

/** The opportunities that are still open and name an account, in file order. */
export async function readOpenOpportunities(): Promise<Opportunity[]> {
  const { deals } = await readSalesPipeline();
  return deals.flatMap(({ externalId, agent, company, product, stage, engagedOn }) => {
    if (company === undefined || (stage !== 'Prospecting' && stage !== 'Engaging')) return [];
    return [
      {
        externalId,
        agent,
        company,
        product,
        status: stage === 'Prospecting' ? ('New' as const) : ('Contacted' as const),
        ...(engagedOn !== undefined && { firstContactAt: `${engagedOn}T00:00:00.000Z` }),
      },
    ];
  });
}
