import { bulkUpsert } from './bulk-upsert.js';
import type { CrmClient } from './crm-client.js';
import type { ListedProduct } from './product-list.js';

const BOOK = { externalId: 'list-prices', name: 'List prices', currency: 'USD' } as const;

/** The products that the price list has. */
export interface Catalogue {
  /** By product name. */
  ids: ReadonlyMap<string, string>;
  failures: string[];
}

/** Makes each product one, and the price list a price book with their prices, unless they are there. */
export async function ensureCatalogue(
  client: CrmClient,
  products: readonly ListedProduct[],
): Promise<Catalogue> {
  const made = await bulkUpsert(client, 'products', products);
  const books = await bulkUpsert(client, 'price-books', [BOOK]);
  const priceBookId = books.ids.get(BOOK.externalId);
  const entries = products.flatMap(({ externalId, unitPrice }) => {
    const productId = made.ids.get(externalId);
    if (productId === undefined || priceBookId === undefined) return [];
    return [{ externalId: `${BOOK.externalId}-${externalId}`, priceBookId, productId, unitPrice }];
  });
  const priced = await bulkUpsert(client, 'price-book-entries', entries);
  return {
    ids: new Map(products.map(({ name, externalId }) => [name, made.ids.get(externalId) ?? ''])),
    failures: [...made.failures, ...books.failures, ...priced.failures],
  };
}
