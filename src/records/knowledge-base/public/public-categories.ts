import type { PublicCategoryDto } from './dto/public-category.dto.js';
import type { PublicCategoryNameDto } from './dto/public-category-name.dto.js';

/** A category, and how many public articles are in it itself. */
export interface CountedCategory {
  readonly id: string;
  readonly parentId: string | null;
  readonly slug: string;
  readonly name: string;
  readonly description: string | null;
  readonly position: number;
  readonly count: number;
}

/** The categories that the public sees: those in which, or below which, something is public. */
export class PublicCategories {
  private readonly children = new Map<string | null, CountedCategory[]>();
  private readonly byId: ReadonlyMap<string, CountedCategory>;
  private readonly totals = new Map<string, number>();

  constructor(categories: readonly CountedCategory[]) {
    this.byId = new Map(categories.map((category) => [category.id, category]));
    for (const category of categories) {
      const { parentId } = category;
      const above = parentId !== null && this.byId.has(parentId) ? parentId : null;
      this.children.set(above, [...(this.children.get(above) ?? []), category]);
    }
    for (const top of this.below(null)) this.count(top);
  }

  /** Each behind the one it is below. */
  list(): PublicCategoryDto[] {
    return this.below(null).flatMap((top) => this.listFrom(top, null));
  }

  /** From the top down to the category. */
  pathTo(id: string | null): PublicCategoryNameDto[] {
    const category = id === null ? undefined : this.byId.get(id);
    if (category === undefined) return [];
    return [...this.pathTo(category.parentId), { slug: category.slug, name: category.name }];
  }

  /** Ids of the category and of those below it; undefined for one that the public does not see. */
  idsBelow(slug: string): string[] | undefined {
    const category = [...this.byId.values()].find((one) => one.slug === slug && this.totalOf(one) > 0);
    return category && this.idsFrom(category);
  }

  private listFrom(category: CountedCategory, parent: string | null): PublicCategoryDto[] {
    const articleCount = this.totalOf(category);
    if (articleCount === 0) return [];
    const { id, slug, name, description, position } = category;
    const shown = { slug, name, description, parent, position, articleCount };
    return [shown, ...this.below(id).flatMap((child) => this.listFrom(child, slug))];
  }

  private idsFrom({ id }: CountedCategory): string[] {
    return [id, ...this.below(id).flatMap((child) => this.idsFrom(child))];
  }

  private count(category: CountedCategory): number {
    const below = this.below(category.id).map((child) => this.count(child));
    const total = below.reduce((sum, one) => sum + one, category.count);
    this.totals.set(category.id, total);
    return total;
  }

  private totalOf({ id }: CountedCategory): number {
    return this.totals.get(id) ?? 0;
  }

  private below(id: string | null): readonly CountedCategory[] {
    return this.children.get(id) ?? [];
  }
}
