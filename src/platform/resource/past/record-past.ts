import { type DomainError, NotFoundError } from '../../../kernel/errors.js';
import { isId } from '../../../kernel/identifiers.js';
import type { RecordScope } from '../../access/record-scope.js';
import { toUtcMoment } from '../../http/fields/moment.js';
import type { RecordVersion } from '../../journal/journal-history.js';
import { RecordErasedError } from '../../privacy/erased-record.error.js';
import { HistoryExpiredError, VersionErasedError } from './history.errors.js';
import { badFilter } from '../lists/list-filters.js';
import type { RecordAction } from '../relations/record-reach.js';
import type { RecordEntity } from '../record.entity.js';
import type { RecordFoundation } from '../record-foundation.js';
import { scopeOn } from '../relations/record-within.js';
import type { RecordTable } from '../record-table.js';
import type { ResourceDescriptor } from '../resource-descriptor.js';
import { titleOf } from '../resource-names.js';

/** After these a record is not there, until it is restored. */
const GONE: ReadonlySet<string> = new Set(['deleted', 'erased', 'purged']);

/** Which version a caller means: by its number, or by a time at which it was the newest. */
export type WantedVersion = { readonly version: number } | { readonly asOf: Date };

/** Former versions of the records of one type, for whoever reaches the records now. */
export class RecordPast<Entity extends RecordEntity> {
  constructor(
    private readonly descriptor: ResourceDescriptor<Entity>,
    private readonly table: RecordTable<Entity>,
    private readonly foundation: RecordFoundation,
  ) {}

  /** Deleted or not. @throws {PermissionDeniedError} 403 · {NotFoundError} 404 also for one out of reach · {RecordErasedError} 410 */
  async state(id: string, action: RecordAction): Promise<'live' | 'deleted'> {
    const scope = scopeOn(this.descriptor, action, this.foundation.registry);
    const find = this.table.findState(id, scope);
    const [row] = isId(id) ? await this.foundation.database.query<{ deleted: boolean }>(find) : [];
    if (row === undefined || row.deleted) {
      const missing = await this.missing(id, scope);
      if (row === undefined || missing instanceof RecordErasedError) throw missing;
    }
    return row.deleted ? 'deleted' : 'live';
  }

  /** Why a record is not there. That it was erased is for those to know whom every record of the type is shown. */
  async missing(id: string, scope: RecordScope | undefined): Promise<DomainError> {
    const mayKnow = scope === undefined && isId(id);
    return mayKnow && (await this.foundation.erased.has(id))
      ? new RecordErasedError(titleOf(this.descriptor))
      : this.notFound();
  }

  /** @throws {BadRequestError} naming `asOf`, for what is no time or has not come yet */
  timeOf(text: string): Date {
    const moment = toUtcMoment(text);
    if (moment === undefined) throw badFilter('asOf', 'must be an ISO 8601 time');
    const time = new Date(moment);
    if (time > this.foundation.clock.now()) throw badFilter('asOf', 'must not be in the future');
    return time;
  }

  /**
   * The record as it was. Whether the caller may see it is for `state` to say.
   *
   * @throws {HistoryExpiredError} 410 · {NotFoundError} 404 before it was there and while it was deleted
   */
  async at(id: string, time: Date): Promise<RecordVersion> {
    const { found, keptSince } = await this.foundation.journal.history.at(id, time);
    if (keptSince !== null && time < keptSince) throw new HistoryExpiredError('asOf', keptSince);
    if (found === undefined || this.isGone(found)) throw this.notFound();
    return found;
  }

  /**
   * A version that a record can become again.
   *
   * @throws {HistoryExpiredError} · {VersionErasedError} 410 · {NotFoundError} 404 for one that never was
   */
  async whole(id: string, wanted: WantedVersion): Promise<RecordVersion> {
    const isByTime = 'asOf' in wanted;
    const found = isByTime ? await this.at(id, wanted.asOf) : await this.numbered(id, wanted.version);
    if (found.erasedAt !== null) throw new VersionErasedError(isByTime ? 'asOf' : 'version');
    return found;
  }

  private async numbered(id: string, version: number): Promise<RecordVersion> {
    const { found, keptSince } = await this.foundation.journal.history.version(id, version);
    if (found !== undefined) return found;
    const { found: newest } = await this.foundation.journal.history.at(id, this.foundation.clock.now());
    const isPast = version <= (newest?.version ?? 0);
    if (isPast && keptSince !== null) throw new HistoryExpiredError('version', keptSince);
    throw new NotFoundError(`Version ${version}`);
  }

  private isGone({ type }: RecordVersion): boolean {
    return GONE.has(type.slice(this.descriptor.name.length + 1));
  }

  private notFound(): NotFoundError {
    return new NotFoundError(titleOf(this.descriptor));
  }
}
