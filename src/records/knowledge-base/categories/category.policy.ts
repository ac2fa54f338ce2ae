import { dateTime, id, number, text, textList } from '../../../platform/resource/lists/list-filters.js';
import { listPolicy } from '../../../platform/resource/lists/list-policy.js';
import type { ResourceDescriptor } from '../../../platform/resource/resource-descriptor.js';
import { ArticleCategory } from './category.entity.js';
import { ArticleCategoryDto } from './dto/category.dto.js';
import { CreateArticleCategoryDto } from './dto/create-category.dto.js';
import { UpdateArticleCategoryDto } from './dto/update-category.dto.js';

const policy = listPolicy(ArticleCategory, {
  filters: {
    name: text,
    slug: text,
    position: number,
    parentId: id,
    externalId: text,
    tags: textList,
    ownerId: id,
    createdBy: id,
    createdAt: dateTime,
    updatedAt: dateTime,
  },
  aliases: { tag: 'tags' },
  sorts: ['id', 'createdAt', 'updatedAt', 'name', 'slug', 'position'],
  defaultSort: { field: 'createdAt', order: 'desc' },
  search: ['name', 'description'],
});

export const categoryResource: ResourceDescriptor<ArticleCategory> = {
  name: 'article-category',
  plural: 'article-categories',
  alsoAt: ['knowledge-base/categories'],
  entity: ArticleCategory,
  dto: ArticleCategoryDto,
  createDto: CreateArticleCategoryDto,
  updateDto: UpdateArticleCategoryDto,
  policy,
  title: ['name'],
  defaults: { position: 0 },
  references: { ownerId: 'user', parentId: { resource: 'article-category', relation: 'parent' } },
  published: true,
};
