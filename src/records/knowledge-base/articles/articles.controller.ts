import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ResourceController } from '../../../platform/resource/resource-controller.js';
import { articleResource } from './article.policy.js';
import { ArticlesService } from './articles.service.js';

const CALLED = { name: 'article', plural: 'articles', path: 'knowledge-base/articles' } as const;

@ApiTags('Knowledge base')
@Controller(CALLED.path)
export class ArticlesController extends ResourceController(articleResource, { called: CALLED }) {
  constructor(articles: ArticlesService) {
    super(articles);
  }
}
