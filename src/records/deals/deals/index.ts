export { DealAmounts, type PricedDeal } from './deal-amounts.js';
export { DealsModule } from './deals.module.js';
export { DealsService } from './deals.service.js';
export { DealDto } from './dto/deal.dto.js';
export { UpdateDealDto } from './dto/update-deal.dto.js';
