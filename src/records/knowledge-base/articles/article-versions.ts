import { Injectable } from '@nestjs/common';
import { NotFoundError } from '../../../kernel/errors.js';
import type { Page } from '../../../kernel/page.js';
import { RECORD_TYPES } from '../../../platform/database/record-types.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { numberedPage } from '../../../platform/http/page-of.js';
import type { PageQuery } from '../../../platform/http/page-query.js';
import { PersonalDataStores } from '../../../platform/privacy/personal-data-stores.js';
import { PersonalTable } from '../../../platform/privacy/personal-table.js';
import type { ArticleContent } from './article-content.js';
import type { ArticleVersionDto } from './dto/article-version.dto.js';

const HEAD = `number, title, summary, published_at AS "publishedAt", published_by AS "publishedBy"`;
const ADD = `INSERT INTO article_versions (article_id, number, title, summary, body, published_at, published_by)
  SELECT $1::uuid, coalesce(max(number), 0) + 1, $2, $3, $4, $5::timestamptz, $6::uuid FROM article_versions
  WHERE article_id = $1::uuid
  RETURNING number`;
const COUNT = 'SELECT count(*)::integer AS count FROM article_versions WHERE article_id = $1';
const LIST = `SELECT ${HEAD} FROM article_versions WHERE article_id = $1 ORDER BY number DESC LIMIT $2 OFFSET $3`;
const FIND = `SELECT ${HEAD}, body FROM article_versions WHERE article_id = $1 AND number = $2`;
const SAME = `SELECT version.article_id AS id
  FROM unnest($1::uuid[], $2::integer[], $3::text[], $4::text[], $5::text[]) AS draft (id, number, title, summary, body)
  JOIN article_versions AS version ON version.article_id = draft.id AND version.number = draft.number
  WHERE version.title = draft.title AND version.summary IS NOT DISTINCT FROM draft.summary
    AND version.body = draft.body`;
const LATEST = 'SELECT max(number) AS number FROM article_versions WHERE article_id = $1';

/** What was published, when and by whom. */
export type ArticleVersion = ArticleVersionDto & ArticleContent;

/** A draft of an article of which readers have a version. */
export interface PublishedDraft extends ArticleContent {
  readonly id: string;
  readonly publishedVersion: number | null;
}

type Row<Columns> = Columns & Record<string, unknown>;

/** What was published of each article, under numbers from 1. */
@Injectable()
export class ArticleVersions {
  constructor(
    private readonly database: TenantDatabase,
    stores: PersonalDataStores,
  ) {
    const facts = { table: 'article_versions', resource: 'article', columns: ['article_id'] };
    stores.add(new PersonalTable(database, { name: 'articleVersions', ...facts }));
  }

  /** Needs the article locked. @returns its number */
  async add(
    articleId: string,
    { title, summary, body }: ArticleContent,
    at: string,
    by: string,
  ): Promise<number> {
    const values = [articleId, title, summary, body, at, by];
    const [added] = await this.database.query<{ number: number }>({ text: ADD, values });
    return added?.number ?? 0;
  }

  /** The latest first, without their bodies. */
  async list(articleId: string, page: PageQuery): Promise<Page<ArticleVersionDto>> {
    const [counted] = await this.database.query<{ count: number }>({ text: COUNT, values: [articleId] });
    const versions = await this.database.query<Row<ArticleVersionDto>>({
      text: LIST,
      values: [articleId, page.pageSize, (page.page - 1) * page.pageSize],
      types: RECORD_TYPES,
    });
    return numberedPage(versions, counted?.count ?? 0, page);
  }

  /** @throws {NotFoundError} 404 */
  async get(articleId: string, number: number): Promise<ArticleVersion> {
    const [version] = await this.database.query<Row<ArticleVersion>>({
      text: FIND,
      values: [articleId, number],
      types: RECORD_TYPES,
    });
    if (version === undefined) throw new NotFoundError('Version');
    return version;
  }

  /** Those of the drafts that say what their published version does. */
  async same(drafts: readonly PublishedDraft[]): Promise<ReadonlySet<string>> {
    const values = [
      drafts.map(({ id }) => id),
      drafts.map(({ publishedVersion }) => publishedVersion),
      drafts.map(({ title }) => title),
      drafts.map(({ summary }) => summary),
      drafts.map(({ body }) => body),
    ];
    const rows = await this.database.query<{ id: string }>({ text: SAME, values });
    return new Set(rows.map(({ id }) => id));
  }

  /** Undefined for an article that was never published. */
  async latest(articleId: string): Promise<number | undefined> {
    const [row] = await this.database.query<{ number: number | null }>({ text: LATEST, values: [articleId] });
    return row?.number ?? undefined;
  }
}
