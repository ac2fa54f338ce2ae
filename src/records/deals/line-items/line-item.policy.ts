import {
  dateTime,
  id,
  number,
  oneOf,
  text,
  textList,
} from '../../../platform/resource/lists/list-filters.js';
import { listPolicy } from '../../../platform/resource/lists/list-policy.js';
import type { ResourceDescriptor } from '../../../platform/resource/resource-descriptor.js';
import { CreateLineItemDto } from './dto/create-line-item.dto.js';
import { LineItemDto } from './dto/line-item.dto.js';
import { UpdateLineItemDto } from './dto/update-line-item.dto.js';
import { LineItem, PRICE_SOURCES } from './line-item.entity.js';

const policy = listPolicy(LineItem, {
  filters: {
    dealId: id,
    productId: id,
    priceBookId: id,
    name: text,
    quantity: number,
    unitPrice: number,
    priceSource: oneOf(PRICE_SOURCES),
    currency: text,
    discountPercent: number,
    taxRate: number,
    subtotal: number,
    net: number,
    total: number,
    externalId: text,
    tags: textList,
    ownerId: id,
    createdBy: id,
    createdAt: dateTime,
    updatedAt: dateTime,
  },
  aliases: { tag: 'tags' },
  sorts: ['id', 'name', 'quantity', 'unitPrice', 'net', 'total', 'createdAt', 'updatedAt'],
  defaultSort: { field: 'createdAt', order: 'asc' },
  search: ['name', 'description'],
});

export const lineItemResource: ResourceDescriptor<LineItem> = {
  name: 'line-item',
  plural: 'line-items',
  entity: LineItem,
  dto: LineItemDto,
  createDto: CreateLineItemDto,
  updateDto: UpdateLineItemDto,
  policy,
  title: ['name'],
  defaults: { quantity: 1 },
  references: {
    ownerId: 'user',
    dealId: { resource: 'deal', relation: 'deal', onErase: 'erase' },
    productId: 'product',
    priceBookId: 'price-book',
  },
  within: true,
  published: true,
};
