import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../../kernel/page.js';
import { pageOf } from '../../../platform/http/page-of.js';
import { PAGE_PARAMETERS } from '../../../platform/http/page-query.js';
import { Route } from '../../../platform/http/route.js';
import { SEARCH_PARAMETERS } from '../articles/index.js';
import { PublicArticleDto } from './dto/public-article.dto.js';
import { PublicCategoriesDto } from './dto/public-categories.dto.js';
import { PublicHitDto } from './dto/public-hit.dto.js';
import { WholePublicArticleDto } from './dto/whole-public-article.dto.js';
import { PublicKnowledgeBaseService } from './public-knowledge-base.service.js';

const PUBLIC = { permission: 'public', limit: 'reader', hashed: true, cacheSeconds: 60 } as const;
const CATEGORY = {
  name: 'category',
  description: 'Only articles in the category of this slug, or one below it',
};

/** Without a token: what is public of a tenant's knowledge base, when the tenant has switched that on. */
@ApiTags('Public knowledge base')
@Controller('public/knowledge-base/:tenantSlug')
export class PublicKnowledgeBaseController {
  constructor(private readonly knowledge: PublicKnowledgeBaseService) {}

  @Get('categories')
  @Route({
    ...PUBLIC,
    summary: 'Categories in which something is public, each behind the one it is below',
    operationId: 'listPublicCategories',
    response: PublicCategoriesDto,
  })
  categories(@Param('tenantSlug') tenantSlug: string): Promise<PublicCategoriesDto> {
    return this.knowledge.categories(tenantSlug);
  }

  @Get('articles')
  @Route({
    ...PUBLIC,
    summary: 'List public articles, the latest first',
    operationId: 'listPublicArticles',
    response: pageOf(PublicArticleDto),
    query: [...PAGE_PARAMETERS, CATEGORY, { name: 'locale', description: 'Only articles of this language' }],
  })
  list(
    @Param('tenantSlug') tenantSlug: string,
    @Query() query: Record<string, unknown>,
  ): Promise<Page<PublicArticleDto>> {
    return this.knowledge.list(tenantSlug, query);
  }

  @Get('articles/:slug')
  @Route({
    ...PUBLIC,
    summary: 'A public article in HTML',
    operationId: 'getPublicArticle',
    response: WholePublicArticleDto,
  })
  get(@Param('tenantSlug') tenantSlug: string, @Param('slug') slug: string): Promise<WholePublicArticleDto> {
    return this.knowledge.article(tenantSlug, slug);
  }

  @Get('search')
  @Route({
    ...PUBLIC,
    summary: 'Search public articles; the best comes first',
    operationId: 'searchPublicArticles',
    response: pageOf(PublicHitDto),
    query: [...SEARCH_PARAMETERS, CATEGORY],
  })
  search(
    @Param('tenantSlug') tenantSlug: string,
    @Query() query: Record<string, unknown>,
  ): Promise<Page<PublicHitDto>> {
    return this.knowledge.search(tenantSlug, query);
  }
}
