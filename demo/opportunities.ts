import { readCsv } from './csv.js';

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

const STATUS_BY_STAGE: Readonly<Record<string, Opportunity['status']>> = {
  Prospecting: 'New',
  Engaging: 'Contacted',
};

/** The opportunities that are still open and name an account, in file order. */
export async function readOpenOpportunities(): Promise<Opportunity[]> {
  const [pipeline, products] = await Promise.all([readCsv('sales_pipeline.csv'), readCsv('products.csv')]);
  const names = new Map(products.map(({ product = '' }) => [withoutSpaces(product), product]));
  return pipeline.flatMap((row) => {
    const status = STATUS_BY_STAGE[row['deal_stage'] ?? ''];
    const { opportunity_id: externalId, sales_agent: agent, account: company, product = '' } = row;
    if (!status || !externalId || !agent || !company) return [];
    const firstContactAt = row['engage_date'] ? toIsoTime(row['engage_date']) : undefined;
    return [
      {
        externalId,
        agent,
        company,
        product: names.get(withoutSpaces(product)) ?? product,
        status,
        ...(firstContactAt === undefined ? {} : { firstContactAt }),
      },
    ];
  });
}

// The pipeline writes `GTXPro` where the price list has `GTX Pro`.
function withoutSpaces(name: string): string {
  return name.replaceAll(' ', '');
}

/** `10/20/2016` (month first) → `2016-10-20T00:00:00.000Z`. */
function toIsoTime(date: string): string {
  const [month, day, year] = date.split('/').map(Number);
  return new Date(Date.UTC(year ?? 0, (month ?? 1) - 1, day)).toISOString();
}
