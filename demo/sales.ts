import { ensureCatalogue } from './catalogue-writer.js';
import type { CrmClient } from './crm-client.js';
import { ensureDeals } from './deal-writer.js';
import type { LeadOwners } from './lead-writer.js';
import { readProducts } from './product-list.js';
import { progress } from './progress.js';
import type { Output } from './progress.js';
import { readSalesPipeline, SALES_STAGES } from './sales-pipeline.js';

/** Loads the products, the price list and every deal of the sales data. @returns what was refused */
export async function loadSales(client: CrmClient, owners: LeadOwners, output: Output): Promise<string[]> {
  const catalogue = await ensureCatalogue(client, await readProducts());
  output.write(`Products: ${catalogue.ids.size}, and a price book\n`);
  const { deals, respelled } = await readSalesPipeline();
  for (const [written, count] of respelled)
    output.write(`${count} deals are about ${written}, which the price list has in two words\n`);
  const report = progress(output, 'Deals', deals.length);
  const made = await ensureDeals(client, deals, { ...owners, productIds: catalogue.ids }, report);
  const counts = SALES_STAGES.map(
    (stage) => `${stage} ${deals.filter((deal) => deal.stage === stage).length}`,
  );
  output.write(`Deals: ${made.ids.size} (${counts.join(', ')})\n`);
  return [...catalogue.failures, ...made.failures];
}
