import { Injectable } from '@nestjs/common';
import { ConflictError } from '../../../kernel/errors.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import type { RecordWrite } from '../../../platform/resource/writes/record-write.js';
import type { ArticleCategory } from './category.entity.js';
import {
  CategoryCycleError,
  CategoryInUseError,
  CategoryTooDeepError,
  MissingParentError,
  TooManyCategoriesError,
} from './category.errors.js';
import { CategoryForest, type CategoryPlace } from './category-forest.js';
import { MOST_CATEGORIES, MOST_LEVELS } from './category-limits.js';

/** One change of the tree at a time: whoever comes next sees what it has left. Held to the end of the transaction. */
const LOCK = `SELECT pg_advisory_xact_lock(hashtextextended('article-categories', 0))`;
const PLACES = `SELECT id, parent_id AS "parentId" FROM article_categories WHERE deleted_at IS NULL`;
const WITH_ARTICLES = `SELECT DISTINCT category_id AS id FROM articles
  WHERE category_id = ANY ($1::uuid[]) AND deleted_at IS NULL`;

type Write = RecordWrite<ArticleCategory>;

/**
 * Keeps the categories a tree of bounded depth and number, in which nothing stands below what is deleted. Of those that are
 * not deleted alone: a deleted one has nothing below it, and comes back only below one that is there.
 */
@Injectable()
export class CategoryHierarchy {
  constructor(private readonly database: TenantDatabase) {}

  /** Refuses each change that the tree does not bear, taking the changes in their order. */
  async admit(writes: readonly Write[]): Promise<void> {
    const changes = writes.filter(changesTree);
    if (changes.length === 0) return;
    await this.database.query({ text: LOCK });
    const [forest, inUse] = [await this.forest(), await this.withArticles(changes)];
    for (const write of changes) {
      if (write.refused !== undefined) continue;
      const error = write.verb === 'deleted' ? removalFault(write, forest, inUse) : placeFault(write, forest);
      if (error !== undefined) write.refuse(error);
      else if (write.verb === 'deleted') forest.remove(write.after.id);
      else forest.put(write.after.id, write.after.parentId);
    }
  }

  /**
   * Of several changes one may have made room for another, and yet not have been written itself.
   *
   * @throws {ConflictError} 409 when what is written now is no such tree
   */
  async verify(writes: readonly Write[]): Promise<void> {
    if (!writes.some(changesTree)) return;
    if (!(await this.forest()).isSound(MOST_LEVELS))
      throw new ConflictError('Of these changes some depend on others that were refused');
  }

  private async forest(): Promise<CategoryForest> {
    return new CategoryForest(
      await this.database.query<CategoryPlace & Record<string, unknown>>({ text: PLACES }),
    );
  }

  private async withArticles(changes: readonly Write[]): Promise<ReadonlySet<string>> {
    const ids = changes.filter(({ verb }) => verb === 'deleted').map(({ after }) => after.id);
    if (ids.length === 0) return new Set();
    const rows = await this.database.query<{ id: string }>({ text: WITH_ARTICLES, values: [ids] });
    return new Set(rows.map(({ id }) => id));
  }
}

function changesTree({ verb, before, after }: Write): boolean {
  return verb !== 'updated' || before?.parentId !== after.parentId;
}

function removalFault({ after }: Write, forest: CategoryForest, inUse: ReadonlySet<string>) {
  if (forest.hasChildren(after.id)) return new CategoryInUseError('categories');
  return inUse.has(after.id) ? new CategoryInUseError('articles') : undefined;
}

function placeFault({ verb, after: { id, parentId } }: Write, forest: CategoryForest) {
  if (verb !== 'updated' && forest.size >= MOST_CATEGORIES)
    return new TooManyCategoriesError(MOST_CATEGORIES);
  if (parentId !== null && !forest.has(parentId))
    return verb === 'restored'
      ? new ConflictError('The category it was below is deleted: restore that one first')
      : new MissingParentError();
  if (forest.closesCycle(id, parentId)) return new CategoryCycleError();
  return forest.depthWith(id, parentId) > MOST_LEVELS ? new CategoryTooDeepError(MOST_LEVELS) : undefined;
}
