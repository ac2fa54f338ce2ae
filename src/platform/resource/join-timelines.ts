import { LinkedTimeline } from './linked-timeline.js';
import type { RecordEntity } from './record.entity.js';
import type { RecordFoundation } from './record-foundation.js';
import type { RecordTable } from './record-table.js';
import type { RecordView, ResourceDescriptor } from './resource-descriptor.js';

/** Records that say so stand in the timelines of those that they name; on a second path no second time. */
export function joinTimelines<Entity extends RecordEntity>(
  descriptor: ResourceDescriptor<Entity>,
  table: RecordTable<Entity>,
  foundation: RecordFoundation,
  show: (row: Entity) => RecordView,
): void {
  const { timeline } = descriptor;
  if (timeline === undefined || descriptor.secondPath !== undefined) return;
  foundation.registry.addTimelineSource(new LinkedTimeline(descriptor, timeline, table, foundation, show));
}
