export { DealAmounts, type PricedDeal } from './deal-amounts.js';
export { DealsModule } from './deals.module.js';
export { DealsService } from './deals.service.js';
