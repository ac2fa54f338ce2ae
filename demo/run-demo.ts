import { readAccounts } from './accounts.js';
import { ensureCompanies } from './company-writer.js';
import { CrmClient } from './crm-client.js';
import { showForecast } from './forecast.js';
import { ensureLeads, type LeadOwners, touchLeads } from './lead-writer.js';
import { readOpenOpportunities } from './opportunities.js';
import { percentile } from './percentile.js';
import { progress } from './progress.js';
import type { Output } from './progress.js';
import { Receiver } from './receiver.js';
import { loadSales } from './sales.js';
import { ensureSalesForce, readSalesAgents } from './sales-agents.js';
import { DEMO_LOGIN, signIn } from './sign-in.js';
import { subscribe } from './webhook.js';

const TOUCHED = 50;
const MAXIMUM_WAIT = 60_000;

/** What the run came to. `latencies`: milliseconds from the event's `timestamp` to its receipt (one machine, one clock). */
export interface DemoResult {
  created: number;
  updated: number;
  verified: number;
  /** Writes refused, signatures that did not hold and deliveries that did not come. */
  failures: string[];
  latencies: number[];
}

/**
 * Fills the demo tenant over HTTP and proves that each change reached a webhook receiver, signed. Run again, it creates
 * what is missing; when nothing is, it updates 50 leads instead.
 */
export async function runDemo(baseUrl: string, output: Output, wait = MAXIMUM_WAIT): Promise<DemoResult> {
  const client = new CrmClient(baseUrl);
  output.write(`Demo tenant: ${await signIn(client)} as ${DEMO_LOGIN.email}\n`);
  const { userIds, teams } = await ensureSalesForce(client, await readSalesAgents());
  output.write(`Sales force: ${userIds.size} users in ${teams} teams\n`);
  const companies = await ensureCompanies(client, await readAccounts());
  output.write(`Companies: ${companies.ids.size}\n`);
  const owners = { userIds, companyIds: companies.ids };
  const refusedSales = await loadSales(client, owners, output);

  const receiver = new Receiver();
  try {
    receiver.secret = await subscribe(client, await receiver.listen(), ['lead.created', 'lead.updated']);
    const written = await writeLeads(client, owners, output);
    const { type, ids } = written;
    const verified = await receiver.waitFor(type, ids, wait);
    await showForecast(client, output);
    return {
      created: type === 'lead.created' ? ids.length : 0,
      updated: type === 'lead.updated' ? ids.length : 0,
      verified,
      failures: [
        ...companies.failures,
        ...refusedSales,
        ...written.failures,
        ...(receiver.rejected > 0
          ? [`${receiver.rejected} deliveries with a signature that does not hold`]
          : []),
        ...(verified < ids.length ? [`${ids.length - verified} deliveries did not arrive`] : []),
      ],
      latencies: receiver.of(type, ids).map(({ latency }) => latency),
    };
  } finally {
    await receiver.close();
  }
}

interface WrittenLeads {
  /** The event that each of `ids` has. */
  type: 'lead.created' | 'lead.updated';
  ids: string[];
  failures: string[];
}

async function writeLeads(client: CrmClient, owners: LeadOwners, output: Output): Promise<WrittenLeads> {
  const opportunities = await readOpenOpportunities();
  const total = opportunities.length;
  const made = await ensureLeads(client, opportunities, owners, progress(output, 'Leads', total));
  const { created, failures } = made;
  if (created.length > 0) return { type: 'lead.created', ids: created, failures };
  const present = opportunities.filter(({ externalId }) => made.ids.has(externalId)).slice(0, TOUCHED);
  output.write(`All ${made.ids.size} leads are there already: updating ${present.length} of them.\n`);
  const description = `Touched by the demo at ${new Date().toISOString()}`;
  const report = progress(output, 'Updating leads', present.length);
  const touched = await touchLeads(client, present, description, report);
  return {
    type: 'lead.updated',
    ids: [...touched.ids.values()],
    failures: [...failures, ...touched.failures],
  };
}

/** The closing lines: figures, and where to go next. */
export function describe(result: DemoResult, baseUrl: string): string {
  const { created, updated, verified, failures, latencies } = result;
  const milliseconds = (fraction: number): string => `${Math.round(percentile(latencies, fraction))} ms`;
  const login = JSON.stringify(DEMO_LOGIN);
  return [
    '',
    `Leads created        ${created}${updated > 0 ? ` (${updated} updated)` : ''}`,
    `Deliveries verified  ${verified} (both signatures)`,
    `Failures             ${failures.length}`,
    ...failures.slice(0, 10).map((failure) => `  ${failure}`),
    ...(latencies.length > 0
      ? [`Change to receipt    p50 ${milliseconds(0.5)}, p99 ${milliseconds(0.99)}`]
      : []),
    '',
    `Swagger UI   ${baseUrl}/docs`,
    `Sign in      ${DEMO_LOGIN.email} / ${DEMO_LOGIN.password}`,
    'List leads   ' +
      `TOKEN=$(curl -s ${baseUrl}/api/auth/login -H 'Content-Type: application/json' -d '${login}' | node -p 'JSON.parse(require("fs").readFileSync(0)).token')`,
    `             curl -s -H "Authorization: Bearer $TOKEN" '${baseUrl}/api/leads?pageSize=5'`,
    '',
  ].join('\n');
}
