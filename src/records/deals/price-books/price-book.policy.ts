import {
  boolean,
  date,
  dateTime,
  id,
  text,
  textList,
} from '../../../platform/resource/lists/list-filters.js';
import { listPolicy } from '../../../platform/resource/lists/list-policy.js';
import type { ResourceDescriptor } from '../../../platform/resource/resource-descriptor.js';
import { CreatePriceBookDto } from './dto/create-price-book.dto.js';
import { PriceBookDto } from './dto/price-book.dto.js';
import { UpdatePriceBookDto } from './dto/update-price-book.dto.js';
import { PriceBook } from './price-book.entity.js';

const policy = listPolicy(PriceBook, {
  filters: {
    name: text,
    currency: text,
    segment: text,
    validFrom: date,
    validTo: date,
    active: boolean,
    externalId: text,
    tags: textList,
    ownerId: id,
    createdBy: id,
    createdAt: dateTime,
    updatedAt: dateTime,
  },
  aliases: { tag: 'tags' },
  sorts: ['id', 'name', 'currency', 'validFrom', 'validTo', 'createdAt', 'updatedAt'],
  defaultSort: { field: 'name', order: 'asc' },
  search: ['name', 'description'],
});

export const priceBookResource: ResourceDescriptor<PriceBook> = {
  name: 'price-book',
  plural: 'price-books',
  entity: PriceBook,
  dto: PriceBookDto,
  createDto: CreatePriceBookDto,
  updateDto: UpdatePriceBookDto,
  policy,
  title: ['name'],
  defaults: { active: true },
  references: { ownerId: 'user' },
  published: true,
};
