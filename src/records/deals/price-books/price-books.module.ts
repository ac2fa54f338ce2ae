import { Module } from '@nestjs/common';
import { PriceBookEntriesController } from './price-book-entries.controller.js';
import { PriceBookEntriesService } from './price-book-entries.service.js';
import { PriceBookPeriods } from './price-book-periods.js';
import { PriceBooksController } from './price-books.controller.js';
import { PriceBooksService } from './price-books.service.js';
import { PriceFinder } from './price-finder.js';

@Module({
  controllers: [PriceBooksController, PriceBookEntriesController],
  providers: [PriceBooksService, PriceBookEntriesService, PriceBookPeriods, PriceFinder],
  exports: [PriceFinder],
})
export class PriceBooksModule {}
