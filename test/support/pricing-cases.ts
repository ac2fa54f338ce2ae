import { type CaseGround, made, unique } from './route-case.js';

type MakeBody = (ground: CaseGround) => unknown;

const product = () => ({ name: unique('product'), code: unique('code'), unitPrice: 10 });
/** Of a segment of its own: no other book is in its way. */
const priceBook = () => ({ name: unique('book'), currency: 'EUR', segment: unique('segment') });

/** Valid bodies of products and price books. */
export const PRICING_RECORDS: Readonly<Record<string, MakeBody>> = {
  products: product,
  'price-books': priceBook,
  'price-book-entries': async ({ admin }) => ({
    priceBookId: await made(admin, '/api/price-books', priceBook()),
    productId: await made(admin, '/api/products', product()),
    unitPrice: 9.5,
  }),
};
