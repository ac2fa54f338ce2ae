import { currentAccess } from '../../context/request-context.js';
import type { RecordChange } from '../../journal/journal-history.js';
import { withoutNamed } from '../lists/named-fields.js';
import type { RecordFoundation } from '../record-foundation.js';
import type {
  KeyedEntry,
  TimelineRead,
  TimelineSlice,
  TimelineSource,
  TimelineSubject,
} from './timeline-source.js';

export const CHANGE = 'change';

/** The changes of a record itself, as entries of its timeline: by version, as the journal finds them. */
export class ChangeTimeline implements TimelineSource {
  readonly type = CHANGE;

  constructor(
    private readonly plural: string,
    private readonly foundation: Pick<RecordFoundation, 'journal'>,
  ) {}

  async read({ id }: TimelineSubject, { after, until, limit }: TimelineSlice): Promise<TimelineRead> {
    const before = after && { version: Number(after[0]), seq: Number(after[1]) };
    const page = await this.foundation.journal.history.changes({ recordId: id, before, until, limit });
    return { entries: page.changes.map((change) => this.entry(change)), hasMore: page.hasMore };
  }

  private entry(change: RecordChange): KeyedEntry {
    const changes = withoutNamed(change.changes ?? {}, currentAccess().hiddenFields(this.plural));
    return {
      key: [change.version, change.seq],
      entry: {
        id: change.id,
        type: CHANGE,
        occurredAt: change.occurredAt.toISOString(),
        resource: change.resource,
        recordId: change.recordId,
        kind: null,
        title: null,
        summary: null,
        event: change.type,
        version: change.version,
        changedFields: Object.keys(changes),
        actorId: change.actorId,
        actorName: change.actorName,
      },
    };
  }
}
