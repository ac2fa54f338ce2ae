import { Module } from '@nestjs/common';
import { SettingsModule } from '../../../foundation/settings/index.js';
import { ArticlesModule } from '../articles/index.js';
import { PublicArticles } from './public-articles.js';
import { PublicKnowledgeBaseController } from './public-knowledge-base.controller.js';
import { PublicKnowledgeBaseService } from './public-knowledge-base.service.js';

@Module({
  imports: [SettingsModule, ArticlesModule],
  controllers: [PublicKnowledgeBaseController],
  providers: [PublicKnowledgeBaseService, PublicArticles],
})
export class PublicKnowledgeBaseModule {}
