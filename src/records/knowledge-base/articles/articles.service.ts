import { Injectable } from '@nestjs/common';
import { TenantSettings } from '../../../foundation/settings/index.js';
import { ConflictError, NotFoundError, ValidationError } from '../../../kernel/errors.js';
import { isId } from '../../../kernel/identifiers.js';
import { currentScope } from '../../../platform/access/record-scope.js';
import { RecordFoundation } from '../../../platform/resource/record-foundation.js';
import type { RecordView } from '../../../platform/resource/resource-descriptor.js';
import { ResourceService } from '../../../platform/resource/resource.service.js';
import { changedFields } from '../../../platform/resource/writes/record-changes.js';
import type { RecordWrite } from '../../../platform/resource/writes/record-write.js';
import { versionConflict } from '../../../platform/resource/writes/version-conflict.js';
import type { WriteOptions } from '../../../platform/resource/writes/write-options.js';
import { giveFreeSlugs } from '../free-slugs.js';
import { type Article, LONGEST_BODY } from './article.entity.js';
import { articleResource } from './article.policy.js';
import { ArticleVersions } from './article-versions.js';
import { PublishedArticles } from './published-articles.js';

/** Held until the transaction ends: nobody deletes the category meanwhile. */
const HOLD_CATEGORIES = `SELECT id FROM article_categories WHERE id = ANY ($1::uuid[]) AND deleted_at IS NULL
  ORDER BY id FOR SHARE`;
/** The words of a long text are many. */
const ALLOW_TIME = { text: "SET LOCAL statement_timeout = '15s'" };
const SLUGS = { table: 'articles', nameOf: ({ title }: Article) => title, fallback: 'article' } as const;

type Write = RecordWrite<Article>;

@Injectable()
export class ArticlesService extends ResourceService<Article> {
  constructor(
    foundation: RecordFoundation,
    private readonly settings: TenantSettings,
    private readonly versions: ArticleVersions,
    private readonly published: PublishedArticles,
  ) {
    super(articleResource, foundation);
  }

  /**
   * Changes what only these verbs change (`published` …), with an event of that name and in one transaction with what
   * `work` writes beside. The caller must hold `articles:publish`.
   *
   * @param work says which fields are to be; none: nothing is written
   * @throws {NotFoundError} 404 · {VersionMismatchError} 412
   */
  async change(
    verb: string,
    id: string,
    { ifMatch }: WriteOptions,
    work: (before: Article) => Promise<Partial<Article> | undefined>,
  ): Promise<RecordView> {
    await this.foundation.journal.prepare();
    return this.write(async () => {
      await this.foundation.database.execute(ALLOW_TIME);
      const before = await this.lock(id);
      if (ifMatch !== undefined && ifMatch !== before.version)
        throw versionConflict(this.view(before), {}, undefined);
      const fields = await work(before);
      if (fields === undefined) return this.view(before);
      return this.view(await this.save(verb, before, fields, changedFields(before, fields)));
    });
  }

  /** Its draft as the caller may read it. @throws {NotFoundError} 404 */
  readable(id: string): Promise<Article> {
    return this.find(id, 'read');
  }

  protected override async complete(draft: Article): Promise<void> {
    if (!isGiven(draft.locale)) draft.locale = (await this.settings.current()).locale;
  }

  protected override check(after: Article, before: Article | undefined): void {
    if (before !== undefined && !isGiven(after.locale)) after.locale = before.locale;
    if (after.body === before?.body || Buffer.byteLength(after.body) <= LONGEST_BODY) return;
    throw new ValidationError([{ field: 'body', message: `must have at most ${LONGEST_BODY} bytes` }]);
  }

  protected override async examine(writes: readonly Write[]): Promise<void> {
    await this.compare(writes.filter(({ before, after }) => isRewritten(after, before)));
    await this.holdCategories(writes);
    await giveFreeSlugs(writes, this.foundation.database, SLUGS);
  }

  protected override async follow(writes: readonly Write[]): Promise<void> {
    const moved = writes.filter(({ before, after }) => {
      return after.status === 'published' && before !== undefined && before.locale !== after.locale;
    });
    if (moved.length === 0) return;
    await this.foundation.database.execute(ALLOW_TIME);
    for (const { after } of moved) await this.published.changeLanguage(after.id, after.locale);
  }

  /** A draft that says again what readers have is not ahead of it. */
  private async compare(rewritten: readonly Write[]): Promise<void> {
    if (rewritten.length === 0) return;
    const same = await this.versions.same(rewritten.map(({ after }) => after));
    for (const { after } of rewritten) after.hasChanges = !same.has(after.id);
  }

  private async holdCategories(writes: readonly Write[]): Promise<void> {
    const placed = writes.filter(({ verb, before, after }) => {
      if (verb === 'deleted' || after.categoryId === null) return false;
      return verb === 'restored' || before?.categoryId !== after.categoryId;
    });
    if (placed.length === 0) return;
    const values = [placed.map(({ after }) => after.categoryId)];
    const rows = await this.foundation.database.query<{ id: string }>({ text: HOLD_CATEGORIES, values });
    const there = new Set(rows.map(({ id }) => id));
    for (const write of placed) {
      if (there.has(write.after.categoryId ?? '')) continue;
      if (write.verb === 'restored')
        write.refuse(new ConflictError('Its category is deleted: restore that one first'));
      else write.refuse(new ValidationError([{ field: 'categoryId', message: 'does not exist' }]));
    }
  }

  private async lock(id: string): Promise<Article> {
    const find = this.table.find(id, { lock: true, scope: currentScope('articles:publish') });
    const [row] = isId(id) ? await this.foundation.database.query<Article>(find) : [];
    if (row === undefined) throw new NotFoundError('Article');
    return row;
  }
}

/** PUT without one puts null there. */
function isGiven(text: string | null): boolean {
  return text !== null;
}

function isRewritten(after: Article, before: Article | undefined): boolean {
  if (before === undefined || after.status !== 'published') return false;
  return after.title !== before.title || after.summary !== before.summary || after.body !== before.body;
}
