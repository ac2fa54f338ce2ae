export { PriceBooksModule } from './price-books.module.js';
export { type PriceRequest, PriceFinder, type FoundPrice } from './price-finder.js';
