import { Injectable } from '@nestjs/common';
import { NotFoundError } from '../../../kernel/errors.js';
import type { Page } from '../../../kernel/page.js';
import { readPageQuery } from '../../../platform/http/page-query.js';
import type { RecordView } from '../../../platform/resource/resource-descriptor.js';
import type { WriteOptions } from '../../../platform/resource/writes/write-options.js';
import { requireVisible } from '../visible-fields.js';
import { type ArticleContent, CONTENT_FIELDS } from './article-content.js';
import { diffOf } from './article-diff.js';
import type { Article } from './article.entity.js';
import { UnknownVersionError } from './article.errors.js';
import { htmlOf } from './article-html.js';
import { articleResource } from './article.policy.js';
import { ArticlesService } from './articles.service.js';
import { ArticleVersions } from './article-versions.js';
import type { ArticleDiffDto } from './dto/article-diff.dto.js';
import type { ArticlePreviewDto } from './dto/article-preview.dto.js';
import type { ArticleVersionDto } from './dto/article-version.dto.js';
import type { PublishedArticleDto } from './dto/published-article.dto.js';
import type { WholeArticleVersionDto } from './dto/whole-article-version.dto.js';
import { PublishedArticles } from './published-articles.js';

type Query = Readonly<Record<string, unknown>>;

const DRAFT = 'draft';
/** The largest number that a version can have. */
const MOST_DIGITS = /^[1-9]\d{0,8}$/;

/**
 * What articles say, and have said. Takes the right to see `title`, `summary` and `body`: what is made of them would show
 * them.
 */
@Injectable()
export class ArticleReadingService {
  constructor(
    private readonly articles: ArticlesService,
    private readonly versions: ArticleVersions,
    private readonly published: PublishedArticles,
  ) {}

  /** The draft as readers would have it. @throws {NotFoundError} 404 */
  async preview(id: string): Promise<ArticlePreviewDto> {
    const { title, summary, body } = await this.read(id);
    return { title, summary, html: htmlOf(body) };
  }

  /** What readers have. @throws {NotFoundError} 404 also when they have nothing */
  async current(id: string): Promise<PublishedArticleDto> {
    const { publishedAt } = await this.read(id);
    const content = await this.published.find(id);
    if (content === undefined || publishedAt === null) throw new NotFoundError('Published article');
    return { id, ...content, publishedAt };
  }

  /** @throws {BadRequestError} 400 · {NotFoundError} 404 */
  async list(id: string, query: Query): Promise<Page<ArticleVersionDto>> {
    const page = readPageQuery(query);
    await this.read(id);
    return this.versions.list(id, page);
  }

  /** @throws {NotFoundError} 404 */
  async version(id: string, number: string): Promise<WholeArticleVersionDto> {
    await this.read(id);
    const version = await this.versions.get(id, numberOf(number));
    return { ...version, html: htmlOf(version.body) };
  }

  /**
   * @param query `from` (default the latest version) and `to` (default the draft)
   * @throws {BadRequestError} 400 · {NotFoundError} 404
   */
  async diff(id: string, query: Query): Promise<ArticleDiffDto> {
    const names = [sideOf(query, 'from'), sideOf(query, 'to') ?? DRAFT] as const;
    const draft = await this.read(id);
    const from = names[0] ?? String((await this.versions.latest(id)) ?? DRAFT);
    const sides = [from, names[1]] as const;
    return diffOf(sides, await this.side(draft, sides[0]), await this.side(draft, sides[1]));
  }

  /** Makes what a version says the draft. @throws {NotFoundError} 404, and what a PATCH throws */
  async restore(id: string, number: string, options: WriteOptions): Promise<RecordView> {
    requireVisible(articleResource.plural, CONTENT_FIELDS);
    const { title, summary, body } = await this.versions.get(id, numberOf(number));
    return this.articles.update(id, { title, summary, body }, options);
  }

  private side(draft: Article, name: string): Promise<ArticleContent> | ArticleContent {
    return name === DRAFT ? draft : this.versions.get(draft.id, Number(name));
  }

  private read(id: string): Promise<Article> {
    requireVisible(articleResource.plural, CONTENT_FIELDS);
    return this.articles.readable(id);
  }
}

function numberOf(text: string): number {
  if (!MOST_DIGITS.test(text)) throw new NotFoundError('Version');
  return Number(text);
}

function sideOf(query: Query, field: string): string | undefined {
  const value = query[field];
  if (value === undefined || value === DRAFT) return value;
  if (typeof value === 'string' && MOST_DIGITS.test(value)) return value;
  throw new UnknownVersionError(field);
}
