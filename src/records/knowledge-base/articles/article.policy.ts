import {
  boolean,
  dateTime,
  id,
  oneOf,
  number,
  text,
  textList,
} from '../../../platform/resource/lists/list-filters.js';
import { listPolicy } from '../../../platform/resource/lists/list-policy.js';
import type { ResourceDescriptor } from '../../../platform/resource/resource-descriptor.js';
import { Article, ARTICLE_STATUSES, ARTICLE_VISIBILITIES } from './article.entity.js';
import { ArticleDto } from './dto/article.dto.js';
import { CreateArticleDto } from './dto/create-article.dto.js';
import { UpdateArticleDto } from './dto/update-article.dto.js';

const policy = listPolicy(Article, {
  filters: {
    title: text,
    slug: text,
    categoryId: id,
    locale: text,
    visibility: oneOf(ARTICLE_VISIBILITIES),
    status: oneOf(ARTICLE_STATUSES),
    publishedVersion: number,
    publishedAt: dateTime,
    hasChanges: boolean,
    externalId: text,
    tags: textList,
    ownerId: id,
    createdBy: id,
    createdAt: dateTime,
    updatedAt: dateTime,
  },
  aliases: { tag: 'tags' },
  sorts: ['id', 'createdAt', 'updatedAt', 'title', 'slug', 'status', 'publishedAt'],
  defaultSort: { field: 'createdAt', order: 'desc' },
  search: ['title', 'summary', 'body'],
});

export const articleResource: ResourceDescriptor<Article> = {
  name: 'article',
  plural: 'articles',
  alsoAt: ['knowledge-base/articles'],
  verbs: ['published', 'unpublished', 'archived'],
  entity: Article,
  dto: ArticleDto,
  createDto: CreateArticleDto,
  updateDto: UpdateArticleDto,
  policy,
  title: ['title'],
  defaults: { visibility: 'internal', status: 'draft', hasChanges: false },
  personalFields: ['title', 'summary', 'body'],
  references: { ownerId: 'user', categoryId: 'article-category' },
  notifies: [{ kind: 'assigned', to: 'ownerId' }],
  published: true,
};
