import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../../kernel/page.js';
import { IfMatch } from '../../../platform/http/if-match.js';
import { pageOf } from '../../../platform/http/page-of.js';
import { PAGE_PARAMETERS } from '../../../platform/http/page-query.js';
import { ParseIdPipe } from '../../../platform/http/parse-id.pipe.js';
import { Route } from '../../../platform/http/route.js';
import type { RecordView } from '../../../platform/resource/resource-descriptor.js';
import { ArticleReadingService } from './article-reading.service.js';
import { ArticleDiffDto } from './dto/article-diff.dto.js';
import { ArticleDto } from './dto/article.dto.js';
import { ArticlePreviewDto } from './dto/article-preview.dto.js';
import { ArticleVersionDto } from './dto/article-version.dto.js';
import { PublishedArticleDto } from './dto/published-article.dto.js';
import { WholeArticleVersionDto } from './dto/whole-article-version.dto.js';

type Queried = Record<string, unknown>;

@ApiTags('Knowledge base')
@Controller('knowledge-base/articles/:id')
export class ArticleVersionsController {
  constructor(private readonly reading: ArticleReadingService) {}

  @Get('preview')
  @Route({
    permission: 'articles:read',
    summary: 'The draft of an article as readers would have it, in HTML',
    operationId: 'previewArticle',
    response: ArticlePreviewDto,
  })
  preview(@Param('id', ParseIdPipe) id: string): Promise<ArticlePreviewDto> {
    return this.reading.preview(id);
  }

  @Get('published')
  @Route({
    permission: 'articles:read',
    summary: 'What readers have of an article, in HTML',
    operationId: 'getPublishedArticle',
    response: PublishedArticleDto,
  })
  current(@Param('id', ParseIdPipe) id: string): Promise<PublishedArticleDto> {
    return this.reading.current(id);
  }

  @Get('versions')
  @Route({
    permission: 'articles:read',
    summary: 'List what was published of an article, the latest first',
    operationId: 'listArticleVersions',
    response: pageOf(ArticleVersionDto),
    query: PAGE_PARAMETERS,
  })
  list(@Param('id', ParseIdPipe) id: string, @Query() query: Queried): Promise<Page<ArticleVersionDto>> {
    return this.reading.list(id, query);
  }

  @Get('versions/:number')
  @Route({
    permission: 'articles:read',
    summary: 'Get what was published of an article under a number',
    operationId: 'getArticleVersion',
    response: WholeArticleVersionDto,
  })
  get(
    @Param('id', ParseIdPipe) id: string,
    @Param('number') number: string,
  ): Promise<WholeArticleVersionDto> {
    return this.reading.version(id, number);
  }

  @Get('diff')
  @Route({
    permission: 'articles:read',
    summary: 'What differs between two versions of an article, line by line',
    operationId: 'diffArticle',
    response: ArticleDiffDto,
    query: [
      { name: 'from', description: 'A number or `draft`; default the latest version' },
      { name: 'to', description: 'A number or `draft`, the default' },
    ],
    cost: 2,
  })
  diff(@Param('id', ParseIdPipe) id: string, @Query() query: Queried): Promise<ArticleDiffDto> {
    return this.reading.diff(id, query);
  }

  @Post('versions/:number/restore')
  @Route({
    permission: 'articles:update',
    summary: 'Make what was published under a number the draft; readers keep what they have',
    operationId: 'restoreArticleVersion',
    response: ArticleDto,
    record: true,
    dryRun: true,
  })
  restore(
    @Param('id', ParseIdPipe) id: string,
    @Param('number') number: string,
    @IfMatch() ifMatch?: number,
  ): Promise<RecordView> {
    return this.reading.restore(id, number, { ifMatch });
  }
}
