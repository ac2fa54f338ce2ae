import { Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IfMatch } from '../../../platform/http/if-match.js';
import { ParseIdPipe } from '../../../platform/http/parse-id.pipe.js';
import { Route } from '../../../platform/http/route.js';
import type { RecordView } from '../../../platform/resource/resource-descriptor.js';
import { ArticlePublishingService } from './article-publishing.service.js';
import { ArticleDto } from './dto/article.dto.js';

const CHANGE = { permission: 'articles:publish', response: ArticleDto, record: true, dryRun: true } as const;

@ApiTags('Knowledge base')
@Controller('knowledge-base/articles/:id')
export class ArticlePublishingController {
  constructor(private readonly publishing: ArticlePublishingService) {}

  @Post('publish')
  @Route({
    ...CHANGE,
    summary: 'Give readers the draft, as a new version; nothing changes when it is what they have',
    operationId: 'publishArticle',
  })
  publish(@Param('id', ParseIdPipe) id: string, @IfMatch() ifMatch?: number): Promise<RecordView> {
    return this.publishing.publish(id, { ifMatch });
  }

  @Post('unpublish')
  @Route({
    ...CHANGE,
    summary: 'Take an article from readers; it is a draft again',
    operationId: 'unpublishArticle',
  })
  unpublish(@Param('id', ParseIdPipe) id: string, @IfMatch() ifMatch?: number): Promise<RecordView> {
    return this.publishing.unpublish(id, { ifMatch });
  }

  @Post('archive')
  @Route({
    ...CHANGE,
    summary: 'Put an article away, which takes it from readers; publishing brings it back',
    operationId: 'archiveArticle',
  })
  archive(@Param('id', ParseIdPipe) id: string, @IfMatch() ifMatch?: number): Promise<RecordView> {
    return this.publishing.archive(id, { ifMatch });
  }
}
