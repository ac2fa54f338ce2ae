import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ResourceController } from '../../../platform/resource/resource-controller.js';
import { PriceBookEntriesService } from './price-book-entries.service.js';
import { priceBookEntryResource } from './price-book-entry.policy.js';

@ApiTags('Price books')
@Controller('price-book-entries')
export class PriceBookEntriesController extends ResourceController(priceBookEntryResource) {
  constructor(entries: PriceBookEntriesService) {
    super(entries);
  }
}
