import { Module } from '@nestjs/common';
import { CompaniesModule } from '../../companies/index.js';
import { DealsModule } from '../deals/index.js';
import { PriceBooksModule } from '../price-books/index.js';
import { ProductsModule } from '../products/index.js';
import { AmountMergePart } from './amount-merge.part.js';
import { DealLinesController } from './deal-lines.controller.js';
import { DealRepricing } from './deal-repricing.js';
import { LineItemsController } from './line-items.controller.js';
import { LineItemsService } from './line-items.service.js';
import { LinePrices } from './line-prices.js';
import { LineSums } from './line-sums.js';

@Module({
  imports: [DealsModule, ProductsModule, PriceBooksModule, CompaniesModule],
  controllers: [LineItemsController, DealLinesController],
  providers: [LineItemsService, AmountMergePart, LinePrices, LineSums, DealRepricing],
})
export class LineItemsModule {}
