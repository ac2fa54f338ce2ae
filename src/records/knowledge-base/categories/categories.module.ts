import { Module } from '@nestjs/common';
import { CategoriesController } from './categories.controller.js';
import { CategoriesService } from './categories.service.js';
import { CategoryHierarchy } from './category-hierarchy.js';

@Module({
  controllers: [CategoriesController],
  providers: [CategoriesService, CategoryHierarchy],
})
export class KnowledgeCategoriesModule {}
