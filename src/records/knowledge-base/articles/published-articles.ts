import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { PersonalDataStores } from '../../../platform/privacy/personal-data-stores.js';
import { PersonalTable } from '../../../platform/privacy/personal-table.js';
import type { ArticleContent } from './article-content.js';
import { HTML_RULES, htmlOf, plainTextOf } from './article-html.js';
import { searchable, searchLanguageOf } from './search-language.js';

/** Characters of a text: all that one search vector can hold of it, whatever its words are. */
const SEARCHED = 100_000;

/** What a text is found by. @param text the expression that it is, of the others that are bound: language, title, summary */
const wordsOf = (text: string) => `setweight(to_tsvector($2::text::regconfig, $3), 'A')
  || setweight(to_tsvector($2::text::regconfig, $4), 'B')
  || setweight(to_tsvector($2::text::regconfig, left(${text}, ${SEARCHED})), 'D')`;
const PUT = `INSERT INTO published_articles (article_id, language, number, title, summary, html, rules, text, words)
  VALUES ($1, $2, $5, $6, $7, $8, $9, $10, ${wordsOf('$10')})
  ON CONFLICT (article_id) DO UPDATE SET number = excluded.number, title = excluded.title, summary = excluded.summary,
    html = excluded.html, rules = excluded.rules, text = excluded.text, language = excluded.language,
    words = excluded.words`;
const CHANGE_LANGUAGE = `UPDATE published_articles SET language = $2, words = ${wordsOf('text')} WHERE article_id = $1`;
const SAID = 'SELECT title, summary FROM published_articles WHERE article_id = $1 AND language <> $2';
const REMOVE = 'DELETE FROM published_articles WHERE article_id = $1';
const FIND = `SELECT published.number, published.title, published.summary, published.html, published.rules, version.body
  FROM published_articles AS published JOIN article_versions AS version USING (article_id, number)
  WHERE published.article_id = $1`;

/** What readers have of an article. */
export interface PublishedContent {
  readonly number: number;
  readonly title: string;
  readonly summary: string | null;
  readonly html: string;
}

interface Row extends PublishedContent {
  readonly [column: string]: unknown;
  readonly rules: number;
  readonly body: string;
}

/** What readers have of each article that is published: as HTML, and as words to be searched. */
@Injectable()
export class PublishedArticles {
  constructor(
    private readonly database: TenantDatabase,
    stores: PersonalDataStores,
  ) {
    const facts = { table: 'published_articles', resource: 'article', columns: ['article_id'] };
    stores.add(new PersonalTable(database, { name: 'publishedArticles', ...facts }));
  }

  async put(articleId: string, number: number, content: ArticleContent, locale: string): Promise<void> {
    const { title, summary, body } = content;
    const values = [
      ...[articleId, searchLanguageOf(locale), searchable(title), searchable(summary ?? '')],
      ...[number, title, summary, htmlOf(body), HTML_RULES, searchable(plainTextOf(body))],
    ];
    await this.database.execute({ text: PUT, values });
  }

  /** Its words are looked for as those of another language from now on, if it is another one. */
  async changeLanguage(articleId: string, locale: string): Promise<void> {
    const place = [articleId, searchLanguageOf(locale)];
    const [said] = await this.database.query<Pick<Row, 'title' | 'summary'> & Record<string, unknown>>({
      text: SAID,
      values: place,
    });
    if (said === undefined) return;
    const values = [...place, searchable(said.title), searchable(said.summary ?? '')];
    await this.database.execute({ text: CHANGE_LANGUAGE, values });
  }

  async remove(articleId: string): Promise<void> {
    await this.database.execute({ text: REMOVE, values: [articleId] });
  }

  /** Undefined for one that is not published. */
  async find(articleId: string): Promise<PublishedContent | undefined> {
    const [row] = await this.database.query<Row>({ text: FIND, values: [articleId] });
    if (row === undefined) return undefined;
    const { number, title, summary, html, rules, body } = row;
    return { number, title, summary, html: rules === HTML_RULES ? html : htmlOf(body) };
  }
}
