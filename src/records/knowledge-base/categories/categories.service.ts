import { Injectable } from '@nestjs/common';
import { RecordFoundation } from '../../../platform/resource/record-foundation.js';
import type { RecordView } from '../../../platform/resource/resource-descriptor.js';
import type { RecordWrite } from '../../../platform/resource/writes/record-write.js';
import { ResourceService } from '../../../platform/resource/resource.service.js';
import { giveFreeSlugs } from '../free-slugs.js';
import { requireVisible } from '../visible-fields.js';
import type { ArticleCategory } from './category.entity.js';
import { CategoryHierarchy } from './category-hierarchy.js';
import { MOST_CATEGORIES } from './category-limits.js';
import { type CategoryLeaf, treeOf } from './category-nodes.js';
import { categoryResource } from './category.policy.js';
import type { CategoryTreeDto } from './dto/category-tree.dto.js';

const SLUGS = {
  table: 'article_categories',
  nameOf: ({ name }: ArticleCategory) => name,
  fallback: 'category',
} as const;

const SHOWN = ['name', 'slug', 'description', 'position', 'parentId'];

@Injectable()
export class CategoriesService extends ResourceService<ArticleCategory> {
  constructor(
    foundation: RecordFoundation,
    private readonly hierarchy: CategoryHierarchy,
  ) {
    super(categoryResource, foundation);
  }

  /** @throws {PermissionDeniedError} 403 when what makes the tree is hidden from the caller */
  async tree(): Promise<CategoryTreeDto> {
    requireVisible(this.descriptor.plural, SHOWN);
    const { items } = await this.slice({ list: { query: {} }, cursor: undefined, size: MOST_CATEGORIES });
    return { items: treeOf(items.map((item) => leafOf(item as RecordView & ArticleCategory))) };
  }

  protected override async examine(writes: readonly RecordWrite<ArticleCategory>[]): Promise<void> {
    await this.hierarchy.admit(writes);
    await giveFreeSlugs(writes, this.foundation.database, SLUGS);
  }

  protected override follow(writes: readonly RecordWrite<ArticleCategory>[]): Promise<void> {
    return this.hierarchy.verify(writes);
  }
}

function leafOf({ id, name, slug, description, position, parentId }: ArticleCategory): CategoryLeaf {
  return { id, name, slug, description, position, parentId };
}
