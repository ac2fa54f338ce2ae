import type { CrmClient } from './crm-client.js';

const AT_ONCE = 100;
const CREATED = 201;

/** An item of an upsert; what else it holds are fields of the record. */
export interface UpsertItem {
  externalId: string;
}

/** What upserts came to. */
export interface Upserted {
  /** Ids of the records that are there now, by external id. */
  ids: Map<string, string>;
  /** Ids of those among them that were not there before. */
  created: string[];
  /** One message for each item that was refused. */
  failures: string[];
}

export interface UpsertOptions {
  policy?: 'fillEmpty' | 'upsert';
  atOnce?: number;
}

interface BulkAnswer {
  results: { index: number; status: number; id: string; error?: { code: string; message: string } }[];
}

/**
 * Has each item be a record of the type, found by its external id: what is missing is created, and fields that a record
 * has empty are filled, so that running it again changes nothing. `onDone` is told after each call.
 *
 * @param options `upsert` writes over fields that have a value; `atOnce`: items a call, at most 1,000
 */
export async function bulkUpsert(
  client: CrmClient,
  plural: string,
  items: readonly UpsertItem[],
  onDone: (count: number) => void = () => undefined,
  { policy = 'fillEmpty', atOnce = AT_ONCE }: UpsertOptions = {},
): Promise<Upserted> {
  const path = `/api/${plural}/bulk?matchOn=externalId&policy=${policy}`;
  const upserted: Upserted = { ids: new Map(), created: [], failures: [] };
  for (let start = 0; start < items.length; start += atOnce) {
    const batch = items.slice(start, start + atOnce);
    const { results } = await client.call<BulkAnswer>('PUT', path, { [bodyNameOf(plural)]: batch });
    for (const { index, status, id, error } of results) {
      const externalId = batch[index]?.externalId ?? '';
      if (error) upserted.failures.push(`${plural} ${externalId}: ${status} ${error.code}: ${error.message}`);
      else upserted.ids.set(externalId, id);
      if (!error && status === CREATED) upserted.created.push(id);
    }
    onDone(start + batch.length);
  }
  return upserted;
}

/** `price-books` → `priceBooks`. */
function bodyNameOf(plural: string): string {
  return plural.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
