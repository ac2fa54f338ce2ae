import { Column } from 'typeorm';
import { TenantEntity } from '../../../platform/database/entity-registry.js';
import { type Moment, RecordEntity } from '../../../platform/resource/record.entity.js';

export const ARTICLE_STATUSES = ['draft', 'published', 'archived'] as const;
export type ArticleStatus = (typeof ARTICLE_STATUSES)[number];

export const ARTICLE_VISIBILITIES = ['internal', 'public'] as const;
export type ArticleVisibility = (typeof ARTICLE_VISIBILITIES)[number];

/** Bytes in UTF-8. */
export const LONGEST_BODY = 200_000;

/** What it says (`title`, `summary`, `body`) is the draft: readers have what was published last. The rest holds at once. */
@TenantEntity('articles')
export class Article extends RecordEntity {
  @Column('text')
  title!: string;

  @Column('text')
  slug!: string;

  @Column('text', { nullable: true })
  summary!: string | null;

  /** Markdown. */
  @Column('text')
  body!: string;

  @Column('uuid', { nullable: true })
  categoryId!: string | null;

  @Column('text')
  locale!: string;

  @Column('text')
  visibility!: ArticleVisibility;

  @Column('text')
  status!: ArticleStatus;

  /** Number of the version that readers have; null while it is not published. */
  @Column('integer', { nullable: true })
  publishedVersion!: number | null;

  /** When that was published. */
  @Column('timestamptz', { nullable: true })
  publishedAt!: Moment | null;

  /** Whether the draft was changed since. */
  @Column('boolean')
  hasChanges!: boolean;
}
