import { readCsv } from './csv.js';

const DAY = 86_400_000;

export const SALES_STAGES = ['Prospecting', 'Engaging', 'Won', 'Lost'] as const;
export type SalesStage = (typeof SALES_STAGES)[number];

/** A line of the sales pipeline. Days are ISO 8601. */
export interface PipelineDeal {
  externalId: string;
  agent: string;
  /** Some open ones name none yet. */
  company: string | undefined;
  /** The product's name as the price list spells it. */
  product: string;
  stage: SalesStage;
  engagedOn: string | undefined;
  closedOn: string | undefined;
  /** Of engaged ones, which the data do not date: as long after the engagement as won deals took, by the median. */
  expectedOn: string | undefined;
  /** Of won ones, in US dollars. */
  value: number | undefined;
}

export interface SalesPipeline {
  deals: readonly PipelineDeal[];
  /** Names that the price list spells otherwise, and in how many lines they stand: `GTXPro` for `GTX Pro`. */
  respelled: ReadonlyMap<string, number>;
}

/** All lines, in file order. */
export async function readSalesPipeline(): Promise<SalesPipeline> {
  const [lines, products] = await Promise.all([readCsv('sales_pipeline.csv'), readCsv('products.csv')]);
  const names = new Map(products.map(({ product = '' }) => [withoutSpaces(product), product]));
  const respelled = new Map<string, number>();
  const deals = lines.map((line): PipelineDeal => {
    const { opportunity_id: externalId = '', sales_agent: agent = '', product: written = '' } = line;
    const product = names.get(withoutSpaces(written)) ?? written;
    if (product !== written) respelled.set(written, (respelled.get(written) ?? 0) + 1);
    const stage = stageOf(line['deal_stage'] ?? '');
    return {
      externalId,
      agent,
      company: line['account'] === '' ? undefined : line['account'],
      product,
      stage,
      engagedOn: toDay(line['engage_date']),
      closedOn: toDay(line['close_date']),
      expectedOn: undefined,
      value: stage === 'Won' ? Number(line['close_value']) : undefined,
    };
  });
  const usual = usualDays(deals);
  return { deals: deals.map((deal) => ({ ...deal, expectedOn: expectedDay(deal, usual) })), respelled };
}

/** Days from engagement to the end that won deals took, by the median. */
function usualDays(deals: readonly PipelineDeal[]): number {
  const days = deals.flatMap(({ stage, engagedOn, closedOn }) => {
    if (stage !== 'Won' || engagedOn === undefined || closedOn === undefined) return [];
    return [(Date.parse(closedOn) - Date.parse(engagedOn)) / DAY];
  });
  return days.sort((one, other) => one - other)[Math.floor(days.length / 2)] ?? 0;
}

function expectedDay({ engagedOn, closedOn }: PipelineDeal, usual: number): string | undefined {
  if (closedOn !== undefined || engagedOn === undefined) return closedOn;
  return new Date(Date.parse(engagedOn) + usual * DAY).toISOString().slice(0, 10);
}

function stageOf(name: string): SalesStage {
  const stage = SALES_STAGES.find((known) => known === name);
  if (stage === undefined) throw new Error(`The sales pipeline has a stage that is not known: ${name}`);
  return stage;
}

function withoutSpaces(name: string): string {
  return name.replaceAll(' ', '');
}

/** `10/20/2016` (month first) → `2016-10-20`. */
function toDay(date = ''): string | undefined {
  if (date === '') return undefined;
  const [month, day, year] = date.split('/').map(Number);
  return new Date(Date.UTC(year ?? 0, (month ?? 1) - 1, day)).toISOString().slice(0, 10);
}
