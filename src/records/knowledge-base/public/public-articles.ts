import { Injectable } from '@nestjs/common';
import { RECORD_TYPES } from '../../../platform/database/record-types.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import type { PageQuery } from '../../../platform/http/page-query.js';
import type { PublicArticleDto } from './dto/public-article.dto.js';
import { type CountedCategory, PublicCategories } from './public-categories.js';

/** Said once: whatever the public reads is of these. */
const PUBLIC = `article.deleted_at IS NULL AND article.status = 'published' AND article.visibility = 'public'`;
const FROM = `FROM articles AS article JOIN published_articles AS published ON published.article_id = article.id
  LEFT JOIN article_categories AS category ON category.id = article.category_id AND category.deleted_at IS NULL`;
const COLUMNS = `article.slug, published.title, published.summary, category.slug AS category, article.locale,
  article.published_at AS "publishedAt"`;
const CHOSEN = `${PUBLIC} AND ($1::uuid[] IS NULL OR article.category_id = ANY ($1))
  AND ($2::text IS NULL OR article.locale = $2)`;
const COUNT = `SELECT count(*)::integer AS count ${FROM} WHERE ${CHOSEN}`;
const LIST = `SELECT ${COLUMNS} ${FROM} WHERE ${CHOSEN}
  ORDER BY article.published_at DESC, article.id DESC LIMIT $3 OFFSET $4`;
const FIND = `SELECT article.id, category.id AS "categoryId", ${COLUMNS} ${FROM} WHERE ${PUBLIC} AND article.slug = $1`;
const CATEGORIES = `SELECT category.id, category.parent_id AS "parentId", category.slug, category.name,
    category.description, category.position, count(article.id)::integer AS count
  FROM article_categories AS category LEFT JOIN articles AS article ON article.category_id = category.id AND ${PUBLIC}
  WHERE category.deleted_at IS NULL GROUP BY category.id ORDER BY category.position, category.name, category.id`;

type Row<Columns> = Columns & Record<string, unknown>;

/** Which articles are asked for. */
export interface PublicChoice {
  readonly categoryIds: readonly string[] | null;
  readonly locale: string | null;
}

/** A public article, with ids that stay inside. */
export interface FoundArticle {
  readonly id: string;
  readonly categoryId: string | null;
  readonly shown: PublicArticleDto;
}

/** What is public of the current tenant's knowledge base, whoever asks: no rights are looked at here. */
@Injectable()
export class PublicArticles {
  constructor(private readonly database: TenantDatabase) {}

  async categories(): Promise<PublicCategories> {
    return new PublicCategories(await this.database.query<Row<CountedCategory>>({ text: CATEGORIES }));
  }

  async count({ categoryIds, locale }: PublicChoice): Promise<number> {
    const values = [categoryIds, locale];
    const [counted] = await this.database.query<{ count: number }>({ text: COUNT, values });
    return counted?.count ?? 0;
  }

  /** The latest first. */
  list({ categoryIds, locale }: PublicChoice, { page, pageSize }: PageQuery): Promise<PublicArticleDto[]> {
    const values = [categoryIds, locale, pageSize, (page - 1) * pageSize];
    return this.database.query<Row<PublicArticleDto>>({ text: LIST, values, types: RECORD_TYPES });
  }

  async find(slug: string): Promise<FoundArticle | undefined> {
    const [row] = await this.database.query<Row<PublicArticleDto & Omit<FoundArticle, 'shown'>>>({
      text: FIND,
      values: [slug],
      types: RECORD_TYPES,
    });
    if (row === undefined) return undefined;
    const { id, categoryId, ...shown } = row;
    return { id, categoryId, shown };
  }
}
