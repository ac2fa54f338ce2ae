import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { PermissionDeniedError } from '../../../kernel/errors.js';
import { currentAccess, currentActor } from '../../../platform/context/request-context.js';
import type { RecordView } from '../../../platform/resource/resource-descriptor.js';
import type { WriteOptions } from '../../../platform/resource/writes/write-options.js';
import type { Article } from './article.entity.js';
import { AlreadyArchivedError, NotPublishedError } from './article.errors.js';
import { articleResource } from './article.policy.js';
import { ArticlesService } from './articles.service.js';
import { ArticleVersions } from './article-versions.js';
import { PublishedArticles } from './published-articles.js';

const HIDDEN_FROM_READERS = { publishedVersion: null, publishedAt: null, hasChanges: false } as const;

/** What readers have of articles: given to them, and taken from them. */
@Injectable()
export class ArticlePublishingService {
  constructor(
    private readonly articles: ArticlesService,
    private readonly versions: ArticleVersions,
    private readonly published: PublishedArticles,
    private readonly clock: Clock,
  ) {}

  /** Gives readers the draft, as a version of its own; nothing happens when it is what they have. @throws {NotFoundError} 404 */
  publish(id: string, options: WriteOptions): Promise<RecordView> {
    return this.change('published', id, options, async (draft) => {
      if (draft.status === 'published' && !draft.hasChanges) return undefined;
      const publishedAt = this.clock.now().toISOString();
      const number = await this.versions.add(id, draft, publishedAt, currentActor().id);
      await this.published.put(id, number, draft, draft.locale);
      return { status: 'published', publishedVersion: number, publishedAt, hasChanges: false };
    });
  }

  /** Takes it from readers; the draft stays as it is. @throws {NotFoundError} 404 · {ConflictError} 409 */
  unpublish(id: string, options: WriteOptions): Promise<RecordView> {
    return this.change('unpublished', id, options, async ({ status }) => {
      if (status !== 'published') throw new NotPublishedError();
      await this.published.remove(id);
      return { status: 'draft', ...HIDDEN_FROM_READERS };
    });
  }

  /** Puts it away, and takes it from readers. Publishing brings it back. @throws {NotFoundError} 404 · {ConflictError} 409 */
  archive(id: string, options: WriteOptions): Promise<RecordView> {
    return this.change('archived', id, options, async ({ status }) => {
      if (status === 'archived') throw new AlreadyArchivedError();
      await this.published.remove(id);
      return { status: 'archived', ...HIDDEN_FROM_READERS };
    });
  }

  private change(
    verb: string,
    id: string,
    options: WriteOptions,
    work: (draft: Article) => Promise<Partial<Article> | undefined>,
  ): Promise<RecordView> {
    if (currentAccess().readOnlyFields(articleResource.plural).has('status'))
      throw new PermissionDeniedError('You may not write status');
    return this.articles.change(verb, id, options, work);
  }
}
