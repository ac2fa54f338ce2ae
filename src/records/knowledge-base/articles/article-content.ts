/** What an article says: a draft, or what was published of it. */
export interface ArticleContent {
  readonly title: string;
  readonly summary: string | null;
  /** Markdown. */
  readonly body: string;
}

/** The fields of an article that say it. */
export const CONTENT_FIELDS = ['title', 'summary', 'body'] as const;
