import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../../kernel/page.js';
import { pageOf } from '../../../platform/http/page-of.js';
import { Route } from '../../../platform/http/route.js';
import { ArticleSearchService } from './article-search.service.js';
import { ArticleHitDto } from './dto/article-hit.dto.js';
import { SEARCH_PARAMETERS } from './search-query.js';

@ApiTags('Knowledge base')
@Controller('knowledge-base/search')
export class ArticleSearchController {
  constructor(private readonly articles: ArticleSearchService) {}

  @Get()
  @Route({
    permission: 'articles:read',
    summary: 'Search what is published in the knowledge base; the best comes first',
    operationId: 'searchKnowledgeBase',
    response: pageOf(ArticleHitDto),
    query: [
      ...SEARCH_PARAMETERS,
      { name: 'categoryId', description: 'Only articles in this category or one below it' },
    ],
    cost: 2,
  })
  find(@Query() query: Record<string, unknown>): Promise<Page<ArticleHitDto>> {
    return this.articles.find(query);
  }
}
