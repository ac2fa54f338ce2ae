import { Injectable } from '@nestjs/common';
import type { Page } from '../../../kernel/page.js';
import { type RecordScope, scopeCondition } from '../../../platform/access/record-scope.js';
import { RECORD_TYPES } from '../../../platform/database/record-types.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { numberedPage } from '../../../platform/http/page-of.js';
import type { ArticleHitDto } from './dto/article-hit.dto.js';
import { MARK_END, MARK_START, SEARCH_LANGUAGES } from './search-language.js';
import { type ArticleQuery, MOST_FOUND } from './search-query.js';
import { snippetHtml } from './snippet-html.js';

/** Which of the published articles are searched. */
export interface SearchedArticles {
  /** Whether those alone that everybody may read. */
  readonly isPublic: boolean;
  readonly scope?: RecordScope | undefined;
  /** These categories alone. */
  readonly categoryIds?: readonly string[] | undefined;
}

/** Characters of a text that words are marked in. */
const LOOKED_THROUGH = 50_000;
const HEADLINE = `StartSel="${MARK_START}", StopSel="${MARK_END}", MaxFragments=2, MinWords=8, MaxWords=25, FragmentDelimiter=" … "`;

/** In every language: a text is found by the words of its own. */
const ASKED = `SELECT language, websearch_to_tsquery(language::regconfig, $1) || CASE WHEN $3::text IS NULL
      THEN ''::tsquery
      ELSE websearch_to_tsquery(language::regconfig, $2) && to_tsquery(language::regconfig, $3 || ':*') END AS query
    FROM unnest($4::text[]) AS known (language)`;

interface HitRow extends ArticleHitDto {
  readonly [column: string]: unknown;
  readonly total: number;
}

/** The published articles that hold words, the best first. */
@Injectable()
export class ArticleSearch {
  constructor(private readonly database: TenantDatabase) {}

  async find(query: ArticleQuery, searched: SearchedArticles): Promise<Page<ArticleHitDto>> {
    const { page, pageSize } = query.page;
    const values: unknown[] = [
      ...[query.text, query.begun?.rest ?? null, query.begun?.word ?? null, SEARCH_LANGUAGES],
      ...[pageSize, (page - 1) * pageSize],
    ];
    const bind = (value: unknown) => `$${values.push(value)}`;
    const text = `WITH asked AS (${ASKED}), found AS (
        SELECT article.id, article.slug, article.category_id, article.visibility, article.published_at,
          published.title, published.summary, published.text, published.language, published.words, asked.query
        FROM asked
        JOIN published_articles AS published ON published.language = asked.language AND published.words @@ asked.query
        JOIN articles AS article ON article.id = published.article_id
        WHERE ${conditions(query, searched, bind).join(' AND ')}
        LIMIT ${MOST_FOUND}
      ), ranked AS (
        SELECT found.*, ts_rank(words, query, 1 | 32) AS score, count(*) OVER ()::integer AS total FROM found
        ORDER BY score DESC, id LIMIT $5 OFFSET $6
      )
      SELECT id, slug, title, summary, category_id AS "categoryId", visibility, published_at AS "publishedAt", total,
        round(score::numeric, 4) AS score,
        ts_headline(language::regconfig, left(text, ${LOOKED_THROUGH}), query, ${bind(HEADLINE)}) AS snippet
      FROM ranked ORDER BY ranked.score DESC, id`;
    const rows = await this.database.query<HitRow>({ text, values, types: RECORD_TYPES });
    const hits = rows.map(({ total: _total, snippet, ...hit }) => ({
      ...hit,
      snippet: snippetHtml(snippet),
    }));
    return numberedPage(hits, rows[0]?.total ?? 0, query.page);
  }
}

function conditions(
  { locale }: ArticleQuery,
  { isPublic, scope, categoryIds }: SearchedArticles,
  bind: (value: unknown) => string,
): string[] {
  return [
    `article.deleted_at IS NULL AND article.status = 'published'`,
    ...(isPublic ? [`article.visibility = 'public'`] : []),
    ...(scope === undefined ? [] : [scopeCondition('article.owner_id', scope, bind)]),
    ...(categoryIds === undefined ? [] : [`article.category_id = ANY (${bind(categoryIds)}::uuid[])`]),
    ...(locale === undefined ? [] : [`article.locale = ${bind(locale)}`]),
  ];
}
