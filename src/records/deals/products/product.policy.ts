import {
  boolean,
  dateTime,
  id,
  number,
  text,
  textList,
} from '../../../platform/resource/lists/list-filters.js';
import { listPolicy } from '../../../platform/resource/lists/list-policy.js';
import type { ResourceDescriptor } from '../../../platform/resource/resource-descriptor.js';
import { CreateProductDto } from './dto/create-product.dto.js';
import { ProductDto } from './dto/product.dto.js';
import { UpdateProductDto } from './dto/update-product.dto.js';
import { Product } from './product.entity.js';

const policy = listPolicy(Product, {
  filters: {
    code: text,
    name: text,
    family: text,
    unitPrice: number,
    currency: text,
    taxRate: number,
    cost: number,
    active: boolean,
    externalId: text,
    tags: textList,
    ownerId: id,
    createdBy: id,
    createdAt: dateTime,
    updatedAt: dateTime,
  },
  aliases: { tag: 'tags' },
  sorts: ['id', 'code', 'name', 'family', 'unitPrice', 'createdAt', 'updatedAt'],
  defaultSort: { field: 'name', order: 'asc' },
  search: ['code', 'name', 'family', 'description'],
});

export const productResource: ResourceDescriptor<Product> = {
  name: 'product',
  plural: 'products',
  entity: Product,
  dto: ProductDto,
  createDto: CreateProductDto,
  updateDto: UpdateProductDto,
  policy,
  title: ['name'],
  defaults: { active: true },
  matchFields: ['code'],
  references: { ownerId: 'user' },
  published: true,
};
