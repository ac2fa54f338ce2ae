import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Route } from '../../../platform/http/route.js';
import { ResourceController } from '../../../platform/resource/resource-controller.js';
import { CategoriesService } from './categories.service.js';
import { categoryResource } from './category.policy.js';
import { CategoryTreeDto } from './dto/category-tree.dto.js';

const CALLED = {
  name: 'article-category',
  plural: 'article-categories',
  path: 'knowledge-base/categories',
} as const;

@ApiTags('Knowledge base')
@Controller(CALLED.path)
export class CategoriesController extends ResourceController(categoryResource, { called: CALLED }) {
  constructor(private readonly categories: CategoriesService) {
    super(categories);
  }

  @Get('tree')
  @Route({
    permission: 'article-categories:read',
    summary: 'All categories, each with those below it',
    operationId: 'getCategoryTree',
    response: CategoryTreeDto,
  })
  tree(): Promise<CategoryTreeDto> {
    return this.categories.tree();
  }
}
