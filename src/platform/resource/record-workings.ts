import { BulkItems } from './writes/bulk-items.js';
import { BulkWrites } from './writes/bulk-writes.js';
import { DuplicateGuard } from './duplicates/duplicate-guard.js';
import { DuplicateScan } from './duplicates/duplicate-scan.js';
import { LinkedTimeline } from './past/linked-timeline.js';
import { MassWrites } from './writes/mass-writes.js';
import { RecordMerges } from './merging/record-merges.js';
import { RecordDrafts } from './writes/record-drafts.js';
import type { RecordEntity } from './record.entity.js';
import { RecordErasure } from './erasing/record-erasure.js';
import type { RecordFoundation } from './record-foundation.js';
import { RecordHistory, type Veil } from './past/record-history.js';
import { RecordPast } from './past/record-past.js';
import type { RecordReach } from './relations/record-reach.js';
import { RecordReads } from './record-reads.js';
import { RecordRevert } from './past/record-revert.js';
import { RecordSerializer } from './record-serializer.js';
import { RecordStore } from './record-store.js';
import { RecordTable } from './record-table.js';
import { RecordTimeline } from './past/record-timeline.js';
import { type RecordSteps, RecordWrites } from './writes/record-writes.js';
import { ReferenceCheck } from './writes/reference-check.js';
import type { RecordView, ResourceDescriptor } from './resource-descriptor.js';
import { Upserts } from './writes/upserts.js';

/** What a room has a say in. */
export interface RoomSteps<Entity extends RecordEntity> extends RecordSteps<Entity> {
  readonly view: (row: Entity) => RecordView;
  mayMerge(survivor: Entity, losers: readonly Entity[]): void;
  readonly veil: Veil;
  readonly erased: ((records: readonly Entity[]) => Promise<void> | void) | undefined;
}

/** The parts that do the work of one record type, each made once. */
export class RecordWorkings<Entity extends RecordEntity> {
  readonly table: RecordTable<Entity>;
  readonly serializer: RecordSerializer<Entity>;
  readonly drafts: RecordDrafts<Entity>;
  readonly store: RecordStore<Entity>;
  readonly reads: RecordReads<Entity>;
  readonly histories: RecordHistory<Entity>;
  readonly reverts: RecordRevert<Entity>;
  readonly timelines: RecordTimeline<Entity>;
  readonly writes: RecordWrites<Entity>;
  readonly bulk: BulkWrites<Entity>;
  readonly mass: MassWrites<Entity>;
  readonly merges: RecordMerges<Entity>;
  readonly twins: DuplicateScan<Entity>;
  readonly erasure: RecordErasure<Entity>;

  constructor(
    descriptor: ResourceDescriptor<Entity>,
    foundation: RecordFoundation,
    reach: RecordReach,
    steps: RoomSteps<Entity>,
  ) {
    const table = new RecordTable(foundation.database.dataSource, descriptor);
    const properties = table.columns.map(({ property }) => property);
    const serializer = new RecordSerializer(properties, descriptor);
    const drafts = new RecordDrafts(descriptor, properties, foundation.clock);
    const references = new ReferenceCheck(descriptor, foundation.registry, foundation.database);
    const store = new RecordStore(descriptor, foundation, table, serializer);
    const duplicates = new DuplicateGuard(descriptor, foundation, table);
    const parts = { descriptor, foundation, table, drafts, reach, serializer, references, store, duplicates };
    const past = new RecordPast(descriptor, table, foundation);
    const items = new BulkItems(descriptor);
    const upserts = new Upserts(items, parts);
    this.table = table;
    this.serializer = serializer;
    this.drafts = drafts;
    this.store = store;
    this.reads = new RecordReads(descriptor, table, serializer, foundation, past);
    this.histories = new RecordHistory(descriptor, foundation, past, steps.veil);
    this.reverts = new RecordRevert(descriptor, past, foundation.journal.reader);
    this.timelines = new RecordTimeline(descriptor, foundation, past);
    this.writes = new RecordWrites(parts, steps);
    this.bulk = new BulkWrites(items, this.writes, upserts);
    this.mass = new MassWrites(items, this.writes, upserts, this.reverts);
    this.merges = new RecordMerges(parts, this.writes, steps);
    this.twins = new DuplicateScan(descriptor, foundation, table, steps.view);
    this.erasure = new RecordErasure(descriptor, foundation, table, store, steps.erased);
    LinkedTimeline.join(descriptor, table, foundation, steps.view);
  }
}
