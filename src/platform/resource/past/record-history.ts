import { isDeepStrictEqual } from 'node:util';
import { currentAccess, currentTenant } from '../../context/request-context.js';
import type { RecordChange, VersionPlace } from '../../journal/journal-history.js';
import { HistoryExpiredError } from './history.errors.js';
import { type ListQuery, queryReader } from '../lists/list-query.js';
import { readPage } from '../lists/list-syntax.js';
import { withoutNamed } from '../lists/named-fields.js';
import type { HistoryPageDto } from './history-page.dto.js';
import { changesOfCreation, holderOf } from '../writes/record-changes.js';
import type { RecordEntity } from '../record.entity.js';
import type { RecordFoundation } from '../record-foundation.js';
import type { RecordPast } from './record-past.js';
import type { RecordSnapshot } from '../record-snapshot.js';
import type { RecordView, ResourceDescriptor } from '../resource-descriptor.js';
import { tellOfRead } from '../sensitive-reads.js';

type Changes = HistoryPageDto['items'][number]['changes'];

/** What a room keeps from readers besides fields; undefined where it keeps nothing. */
export type Veil = ((snapshot: RecordSnapshot) => RecordView) | undefined;

/** Everything that happened to one record, newest first, as its reader may see it now. */
export class RecordHistory<Entity extends RecordEntity> {
  constructor(
    private readonly descriptor: ResourceDescriptor<Entity>,
    private readonly foundation: RecordFoundation,
    private readonly past: RecordPast<Entity>,
    private readonly veil: Veil,
  ) {}

  /**
   * @param query `limit` and `cursor`
   * @throws {BadRequestError} 400 · {NotFoundError} 404 · {HistoryExpiredError} 410
   */
  async list(id: string, query: ListQuery): Promise<HistoryPageDto> {
    const { mode, pageSize: limit } = readPage(queryReader(query));
    const cursor = mode.kind === 'cursor' ? mode.cursor : undefined;
    const before = cursor === undefined ? undefined : this.placeOf(id, cursor);
    await this.past.state(id, 'read');
    const { history } = this.foundation.journal;
    const whole = this.veil !== undefined;
    const page = await history.changes({ recordId: id, before: before?.place, limit, whole });
    const keptSince = await history.keptSince();
    // What a page is to go on from has been cut off since: what comes after it has as well.
    if (keptSince !== null && before !== undefined && before.time < keptSince.getTime())
      throw new HistoryExpiredError('cursor', keptSince);
    const { descriptor, foundation } = this;
    if (descriptor.sensitive === true) await tellOfRead(foundation.audit, descriptor, { id, ids: [id] });
    const last = page.changes.at(-1);
    return {
      items: page.changes.map((change) => this.show(change)),
      pageSize: limit,
      hasNextPage: page.hasMore,
      hasPreviousPage: before !== undefined,
      nextCursor: page.hasMore && last !== undefined ? this.cursorOf(id, last) : null,
      keptSince: keptSince?.toISOString() ?? null,
    };
  }

  private show(change: RecordChange): HistoryPageDto['items'][number] {
    return {
      id: change.id,
      version: change.version,
      type: change.type,
      occurredAt: change.occurredAt.toISOString(),
      actor: { kind: change.actorKind, id: change.actorId, name: change.actorName },
      requestId: change.requestId,
      changes: this.shownChanges(change),
      erased: change.erasedAt !== null,
    };
  }

  private shownChanges({ changes, record, type }: RecordChange): Changes {
    const isCreation = type === `${this.descriptor.name}.created`;
    const all = changes ?? (isCreation && record !== null ? changesOfCreation(record) : {});
    const shown = withoutNamed(all, currentAccess().hiddenFields(this.descriptor.plural));
    if (this.veil === undefined || record === null) return shown;
    const former = Object.entries(all).map(([field, { old }]) => [field, old] as const);
    const veiled = new Set([
      ...veiledFields(record, this.veil),
      ...(isCreation ? [] : veiledFields({ ...record, ...Object.fromEntries(former) }, this.veil)),
    ]);
    return Object.fromEntries(Object.entries(shown).filter(([field]) => !veiled.has(holderOf(field))));
  }

  private placeOf(id: string, cursor: string): { readonly place: VersionPlace; readonly time: number } {
    const { values } = this.foundation.cursors.decode(cursor, this.fingerprint(id));
    const [version = 0, seq = 0, time = 0] = values.map(Number);
    return { place: { version, seq }, time };
  }

  private cursorOf(id: string, { version, seq, occurredAt }: RecordChange): string {
    return this.foundation.cursors.encode(
      { values: [version, seq, occurredAt.getTime()], id },
      this.fingerprint(id),
    );
  }

  private fingerprint(id: string): string {
    return JSON.stringify([currentTenant().id, this.descriptor.plural, 'history', id.toLowerCase()]);
  }
}

/** Which fields of a record its room does not show as they are. */
function veiledFields(record: RecordSnapshot, veil: NonNullable<Veil>): string[] {
  const shown = veil(record);
  return Object.keys(record).filter((field) => !isDeepStrictEqual(record[field], shown[field]));
}
