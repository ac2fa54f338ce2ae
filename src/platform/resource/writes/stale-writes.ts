import { currentAccess, currentTenant } from '../../context/request-context.js';
import { withoutNamed } from '../lists/named-fields.js';
import type { RecordEntity } from '../record.entity.js';
import type { RecordFoundation } from '../record-foundation.js';
import type { RecordSerializer } from '../record-serializer.js';
import type { ResourceDescriptor } from '../resource-descriptor.js';
import { versionConflict } from './version-conflict.js';
import type { WriteTask } from './write-task.js';

interface Ground<Entity extends RecordEntity> {
  readonly descriptor: ResourceDescriptor<Entity>;
  readonly foundation: Pick<RecordFoundation, 'journal'>;
  readonly serializer: RecordSerializer<Entity>;
}

/** Refuses each write of a locked record that is not at the version its caller has seen. */
export async function refuseStale<Entity extends RecordEntity>(
  { descriptor, foundation, serializer }: Ground<Entity>,
  tasks: readonly WriteTask<Entity>[],
): Promise<void> {
  const stale = tasks.filter(({ intent, before }) => {
    return intent.ifMatch !== undefined && intent.ifMatch !== before?.version;
  });
  if (stale.length === 0) return;
  const versions = new Map(stale.map(({ intent, before }) => [before?.id ?? '', intent.ifMatch ?? 0]));
  const bases = await foundation.journal.reader.recordsAt(versions);
  const hidden = currentAccess().hiddenFields(descriptor.plural);
  for (const task of stale) {
    if (task.before === undefined) continue;
    const theirs = serializer.hide(serializer.view(task.before, currentTenant().id), hidden);
    const mine = task.intent.verb === 'updated' ? withoutNamed(task.fields, hidden) : {};
    const base = bases.get(task.before.id);
    task.refuse(versionConflict(theirs, mine, base && withoutNamed(base, hidden)));
  }
}
