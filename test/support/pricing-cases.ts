import { type CaseGround, made, type MakeCase, unique } from './route-case.js';

type MakeBody = (ground: CaseGround) => unknown;

const product = () => ({ name: unique('product'), code: unique('code'), unitPrice: 10 });
/** Of a segment of its own: no other book is in its way. */
const priceBook = () => ({ name: unique('book'), currency: 'EUR', segment: unique('segment') });

const deal = ({ admin }: CaseGround) => made(admin, '/api/deals', { name: unique('deal') });

/** Valid bodies of what deals are priced with. */
export const PRICING_RECORDS: Readonly<Record<string, MakeBody>> = {
  products: product,
  'price-books': priceBook,
  'price-book-entries': async ({ admin }) => ({
    priceBookId: await made(admin, '/api/price-books', priceBook()),
    productId: await made(admin, '/api/products', product()),
    unitPrice: 9.5,
  }),
  // Each of a team of its own: there is no other quota of it.
  quotas: async ({ admin }) => ({
    teamId: await made(admin, '/api/teams', { name: unique('team') }),
    ...{ period: 'month', startsOn: '2027-01-01', amount: 1_000 },
  }),
  'line-items': async (ground) => ({ dealId: await deal(ground), name: unique('line'), unitPrice: 12.5 }),
};

/** Routes that are no standard routes of a record type. */
export const PRICING_CASES: Readonly<Record<string, MakeCase>> = {
  'GET /api/forecasts': () => ({ path: '/api/forecasts?groupBy=owner' }),
  'POST /api/deals/:id/reprice': async (ground) => ({
    path: `/api/deals/${await deal(ground)}/reprice`,
    body: {},
  }),
};
