import { Module } from '@nestjs/common';
import { SettingsModule } from '../../../foundation/settings/index.js';
import { ArticlePublishingController } from './article-publishing.controller.js';
import { ArticlePublishingService } from './article-publishing.service.js';
import { ArticleReadingService } from './article-reading.service.js';
import { ArticleSearch } from './article-search.js';
import { ArticleSearchController } from './article-search.controller.js';
import { ArticleSearchService } from './article-search.service.js';
import { ArticlesController } from './articles.controller.js';
import { ArticlesService } from './articles.service.js';
import { ArticleVersions } from './article-versions.js';
import { ArticleVersionsController } from './article-versions.controller.js';
import { CategoryPaths } from './category-paths.js';
import { PublishedArticles } from './published-articles.js';

@Module({
  imports: [SettingsModule],
  controllers: [
    ArticlesController,
    ArticlePublishingController,
    ArticleVersionsController,
    ArticleSearchController,
  ],
  providers: [
    ArticlesService,
    ArticlePublishingService,
    ArticleReadingService,
    ArticleVersions,
    PublishedArticles,
    ArticleSearch,
    ArticleSearchService,
    CategoryPaths,
  ],
  exports: [ArticleSearch, PublishedArticles],
})
export class ArticlesModule {}
