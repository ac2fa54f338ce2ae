import { Injectable } from '@nestjs/common';
import { TenantSettings } from '../../../foundation/settings/index.js';
import { NotFoundError } from '../../../kernel/errors.js';
import type { Page } from '../../../kernel/page.js';
import { isSlug } from '../../../kernel/slug.js';
import { SYSTEM_ACTOR } from '../../../platform/context/actor.js';
import { runInTenant } from '../../../platform/context/request-context.js';
import { TenantDirectory } from '../../../platform/context/tenant-directory.js';
import { tenantBehindLink } from '../../../platform/database/tenant-behind-link.js';
import { numberedPage } from '../../../platform/http/page-of.js';
import { readPageQuery } from '../../../platform/http/page-query.js';
import { ArticleSearch, PublishedArticles, readArticleQuery, readText } from '../articles/index.js';
import type { PublicArticleDto } from './dto/public-article.dto.js';
import type { PublicCategoriesDto } from './dto/public-categories.dto.js';
import type { PublicHitDto } from './dto/public-hit.dto.js';
import type { WholePublicArticleDto } from './dto/whole-public-article.dto.js';
import { PublicArticles } from './public-articles.js';

type Query = Readonly<Record<string, unknown>>;

const WHAT = 'Knowledge base';

/**
 * A tenant's knowledge base for everybody: what is published and public, of tenants that have switched it on. Who asks is
 * told the same of a slug that nobody has and of one whose tenant shows nothing.
 */
@Injectable()
export class PublicKnowledgeBaseService {
  constructor(
    private readonly tenants: TenantDirectory,
    private readonly settings: TenantSettings,
    private readonly articles: PublicArticles,
    private readonly published: PublishedArticles,
    private readonly found: ArticleSearch,
  ) {}

  /** @throws {NotFoundError} 404 */
  categories(tenantSlug: string): Promise<PublicCategoriesDto> {
    return this.within(tenantSlug, async () => ({ items: (await this.articles.categories()).list() }));
  }

  /** @param query `category`, `locale`, `page` and `pageSize` @throws {BadRequestError} 400 · {NotFoundError} 404 */
  list(tenantSlug: string, query: Query): Promise<Page<PublicArticleDto>> {
    return this.within(tenantSlug, async () => {
      const page = readPageQuery(query);
      const [category, locale = null] = [readText(query, 'category'), readText(query, 'locale')];
      const choice = { categoryIds: (await this.idsBelow(category)) ?? null, locale };
      const count = await this.articles.count(choice);
      return numberedPage(await this.articles.list(choice, page), count, page);
    });
  }

  /** @throws {NotFoundError} 404 */
  article(tenantSlug: string, slug: string): Promise<WholePublicArticleDto> {
    return this.within(tenantSlug, async () => {
      const article = isSlug(slug) ? await this.articles.find(slug) : undefined;
      const content = article && (await this.published.find(article.id));
      if (article === undefined || content === undefined) throw new NotFoundError('Article');
      const { title, summary, html } = content;
      const path = (await this.articles.categories()).pathTo(article.categoryId);
      return { ...article.shown, title, summary, html, path };
    });
  }

  /** @throws {BadRequestError} 400 · {NotFoundError} 404 */
  search(tenantSlug: string, query: Query): Promise<Page<PublicHitDto>> {
    return this.within(tenantSlug, async () => {
      const asked = readArticleQuery(query);
      const categoryIds = await this.idsBelow(readText(query, 'category'));
      const { items, ...page } = await this.found.find(asked, { isPublic: true, categoryIds });
      const hits = items.map(({ slug, title, summary, snippet, score, publishedAt }) => {
        return { slug, title, summary, snippet, score, publishedAt };
      });
      return { ...page, items: hits };
    });
  }

  /** Undefined for all. @throws {NotFoundError} 404 */
  private async idsBelow(category: string | undefined): Promise<string[] | undefined> {
    if (category === undefined) return undefined;
    const ids = (await this.articles.categories()).idsBelow(category);
    if (ids === undefined) throw new NotFoundError('Category');
    return ids;
  }

  private async within<Result>(tenantSlug: string, work: () => Promise<Result>): Promise<Result> {
    const known = isSlug(tenantSlug) ? await this.tenants.findBySlug(tenantSlug) : undefined;
    const tenant = tenantBehindLink(known, WHAT);
    const read = async () => {
      if (!(await this.settings.current()).publicKnowledgeBase) throw new NotFoundError(WHAT);
      return work();
    };
    return runInTenant(tenant, read, SYSTEM_ACTOR);
  }
}
