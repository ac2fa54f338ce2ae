import { DateTime } from 'luxon';

export type ForecastUnit = 'month' | 'quarter' | 'year';

export interface ForecastStage {
  readonly id: string;
  readonly probability: number;
  readonly forecastCategory: string;
}

export interface ForecastDeal {
  readonly pipelineId: string;
  readonly stageId: string;
  readonly ownerId: string | null;
  readonly status: 'open' | 'won' | 'lost';
  readonly amount: number | null;
  readonly currency: string;
  readonly probability: number | null;
  readonly forecastCategory: string | null;
  readonly expectedCloseDate: string | null;
  readonly closedAt: string | null;
}

export interface ForecastRow {
  readonly startsOn: string;
  readonly groupId: string | null;
  readonly currency: string;
  readonly [field: string]: unknown;
}

interface Wanted {
  readonly period: ForecastUnit;
  readonly span: readonly [from: string, to: string];
  readonly zone: string;
  readonly groupOf: (deal: ForecastDeal) => string | null;
}

interface Counted {
  readonly place: ForecastRow;
  readonly deals: { readonly category: string; readonly amount: bigint; readonly probability: bigint }[];
}

const CATEGORIES = ['pipeline', 'bestCase', 'commit', 'omitted', 'closed'];
const LIKELY = new Set(['pipeline', 'bestCase', 'commit']);

export function decimalsOf(currency: string): number {
  return currency === 'JPY' ? 0 : 2;
}

/** What a forecast without quotas must be: from the deals one by one, in whole minor units. */
export function forecastOracle(
  deals: readonly ForecastDeal[],
  stages: ReadonlyMap<string, ForecastStage>,
  { period, span: [from, to], zone, groupOf }: Wanted,
): ForecastRow[] {
  const rows = new Map<string, Counted>();
  for (const deal of deals) {
    const day = dayOf(deal, zone);
    if (day === null || day < from || day > to) continue;
    const startsOn = DateTime.fromISO(day).startOf(period).toFormat('yyyy-MM-dd');
    const place = { startsOn, groupId: groupOf(deal), currency: deal.currency };
    const row: Counted = rows.get(JSON.stringify(place)) ?? { place, deals: [] };
    rows.set(JSON.stringify(place), row);
    const stage = stages.get(deal.stageId);
    const category = deal.forecastCategory ?? stage?.forecastCategory ?? '';
    row.deals.push({
      category: deal.status === 'won' ? 'closed' : category,
      amount: BigInt(Math.round((deal.amount ?? 0) * 10 ** decimalsOf(deal.currency))),
      probability: BigInt(deal.probability ?? stage?.probability ?? 0),
    });
  }
  return [...rows.values()].map(totalled);
}

function dayOf({ status, expectedCloseDate, closedAt }: ForecastDeal, zone: string): string | null {
  if (status === 'lost') return null;
  return status === 'open' ? expectedCloseDate : DateTime.fromISO(closedAt ?? '', { zone }).toISODate();
}

function totalled({ place, deals }: Counted): ForecastRow {
  const scale = 10 ** decimalsOf(place.currency);
  const of = (isMeant: (category: string) => boolean) => deals.filter(({ category }) => isMeant(category));
  const sum = (some: Counted['deals']) => Number(some.reduce((all, { amount }) => all + amount, 0n)) / scale;
  const likely = of((category) => LIKELY.has(category));
  const weighted = likely.reduce((all, { amount, probability }) => all + amount * probability, 0n);
  return {
    ...place,
    ...{ count: deals.length, openCount: likely.length, closedCount: of((name) => name === 'closed').length },
    ...{ open: sum(likely), weighted: Number((weighted + 50n) / 100n) / scale },
    categories: Object.fromEntries(CATEGORIES.map((name) => [name, sum(of((own) => own === name))])),
    ...{ quota: null, attainment: null, gap: null },
  };
}
