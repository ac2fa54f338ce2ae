import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../../kernel/page.js';
import { pageOf } from '../../../platform/http/page-of.js';
import { ParseIdPipe } from '../../../platform/http/parse-id.pipe.js';
import { Route } from '../../../platform/http/route.js';
import { listParameters } from '../../../platform/resource/lists/list-parameters.js';
import { ResourceController } from '../../../platform/resource/resource-controller.js';
import type { RecordView } from '../../../platform/resource/resource-descriptor.js';
import { BookEntryDto } from './dto/book-entry.dto.js';
import { PriceBookEntryDto } from './dto/price-book-entry.dto.js';
import { priceBookEntryResource } from './price-book-entry.policy.js';
import { priceBookResource } from './price-book.policy.js';
import { PriceBooksService } from './price-books.service.js';

@ApiTags('Price books')
@Controller('price-books')
export class PriceBooksController extends ResourceController(priceBookResource) {
  constructor(private readonly books: PriceBooksService) {
    super(books);
  }

  @Get(':id/entries')
  @Route({
    permission: 'price-book-entries:read',
    summary: 'List the prices in a price book; takes the right to read the book too',
    operationId: 'listEntriesOfPriceBook',
    response: pageOf(PriceBookEntryDto),
    openQuery: true,
    query: listParameters(priceBookEntryResource.policy).filter(({ name }) => name !== 'priceBookId'),
  })
  listEntries(
    @Param('id', ParseIdPipe) id: string,
    @Query() query: Record<string, unknown>,
  ): Promise<Page<RecordView>> {
    return this.books.entriesOf(id, query);
  }

  @Post(':id/entries')
  @Route({
    permission: 'price-book-entries:create',
    summary: 'Add the price of a product to a price book; takes the right to read the book too',
    operationId: 'addEntryToPriceBook',
    status: 201,
    dryRun: true,
    response: PriceBookEntryDto,
    record: true,
    locatedAt: '/api/price-book-entries',
  })
  addEntry(@Param('id', ParseIdPipe) id: string, @Body() input: BookEntryDto): Promise<RecordView> {
    return this.books.addEntry(id, input);
  }
}
