import { dateTime, id, number, text, textList } from '../../../platform/resource/lists/list-filters.js';
import { listPolicy } from '../../../platform/resource/lists/list-policy.js';
import type { ResourceDescriptor } from '../../../platform/resource/resource-descriptor.js';
import { CreatePriceBookEntryDto } from './dto/create-price-book-entry.dto.js';
import { PriceBookEntryDto } from './dto/price-book-entry.dto.js';
import { UpdatePriceBookEntryDto } from './dto/update-price-book-entry.dto.js';
import { PriceBookEntry } from './price-book-entry.entity.js';

const policy = listPolicy(PriceBookEntry, {
  filters: {
    priceBookId: id,
    productId: id,
    unitPrice: number,
    minimumQuantity: number,
    externalId: text,
    tags: textList,
    ownerId: id,
    createdBy: id,
    createdAt: dateTime,
    updatedAt: dateTime,
  },
  aliases: { tag: 'tags' },
  sorts: ['id', 'unitPrice', 'minimumQuantity', 'createdAt', 'updatedAt'],
  defaultSort: { field: 'createdAt', order: 'asc' },
  search: [],
});

export const priceBookEntryResource: ResourceDescriptor<PriceBookEntry> = {
  name: 'price-book-entry',
  plural: 'price-book-entries',
  entity: PriceBookEntry,
  dto: PriceBookEntryDto,
  createDto: CreatePriceBookEntryDto,
  updateDto: UpdatePriceBookEntryDto,
  policy,
  defaults: { minimumQuantity: 0 },
  references: {
    ownerId: 'user',
    priceBookId: { resource: 'price-book', relation: 'priceBook', onErase: 'erase' },
    productId: { resource: 'product', relation: 'product', onErase: 'erase' },
  },
  published: true,
};
