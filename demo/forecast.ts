import type { CrmClient } from './crm-client.js';
import type { Output } from './progress.js';

/** The year the sales data end in. */
const RANGE = 'from=2017-01-01&to=2017-12-31';

interface Forecast {
  items: {
    startsOn: string;
    groupId: string | null;
    open: number;
    weighted: number;
    categories: { closed: number };
  }[];
}

/** Shows the forecast of the sales data by quarter, as the product reckons it. */
export async function showForecast(client: CrmClient, output: Output): Promise<void> {
  const { items } = await client.call<Forecast>('GET', `/api/forecasts?${RANGE}&period=quarter&currency=USD`);
  output.write('Forecast of 2017 in USD\n');
  const cells = ({ startsOn, open, weighted, categories }: Forecast['items'][number]) =>
    [quarterOf(startsOn), categories.closed, open, weighted].map(padded);
  const lines = [['quarter', 'won', 'open', 'weighted'].map(padded), ...items.map(cells)];
  for (const line of lines) output.write(`${line.join('')}\n`);
}

function padded(cell: string | number): string {
  return (typeof cell === 'string' ? cell : Math.round(cell).toLocaleString('en-US')).padStart(12);
}

/** `2017-04-01` → `Q2`. */
function quarterOf(day: string): string {
  return `Q${Math.floor(Number(day.slice(5, 7)) / 3 - 0.1) + 1}`;
}
