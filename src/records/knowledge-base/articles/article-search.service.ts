import { Injectable } from '@nestjs/common';
import type { Page } from '../../../kernel/page.js';
import { currentScope } from '../../../platform/access/record-scope.js';
import { requireVisible } from '../visible-fields.js';
import { CONTENT_FIELDS } from './article-content.js';
import { articleResource } from './article.policy.js';
import { ArticleSearch } from './article-search.js';
import { CategoryPaths } from './category-paths.js';
import type { ArticleHitDto } from './dto/article-hit.dto.js';
import { readArticleQuery, readId } from './search-query.js';

const SHOWN = [...CONTENT_FIELDS, 'slug', 'categoryId', 'visibility', 'publishedAt'];

/** Search for members: in what is published, internal and public. */
@Injectable()
export class ArticleSearchService {
  constructor(
    private readonly search: ArticleSearch,
    private readonly categories: CategoryPaths,
  ) {}

  /** @throws {BadRequestError} 400 · {PermissionDeniedError} 403 when what hits show is hidden from the caller */
  async find(query: Readonly<Record<string, unknown>>): Promise<Page<ArticleHitDto>> {
    const asked = readArticleQuery(query);
    const categoryId = readId(query, 'categoryId');
    const { plural } = articleResource;
    const scope = currentScope(`${plural}:read`);
    requireVisible(plural, SHOWN);
    const categoryIds = categoryId === undefined ? undefined : await this.categories.below(categoryId);
    return this.search.find(asked, { isPublic: false, scope, categoryIds });
  }
}
