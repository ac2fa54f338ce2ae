import { readCsv } from './csv.js';

/** A product of the sales data, at its list price in US dollars. */
export interface ListedProduct {
  externalId: string;
  code: string;
  name: string;
  family: string;
  unitPrice: number;
  currency: 'USD';
}

/** All products, in file order. */
export async function readProducts(): Promise<ListedProduct[]> {
  return (await readCsv('products.csv')).map(({ product: name = '', series = '', sales_price: price }) => {
    const code = name.toLowerCase().replaceAll(' ', '-');
    return {
      externalId: `product-${code}`,
      code,
      name,
      family: series,
      unitPrice: Number(price),
      currency: 'USD',
    };
  });
}
