import { Injectable } from '@nestjs/common';
import { NotFoundError } from '../../../kernel/errors.js';
import { newId } from '../../../kernel/identifiers.js';
import { currentActor } from '../../../platform/context/request-context.js';
import { RECORD_TYPES } from '../../../platform/database/record-types.js';
import type { ListQuery } from '../../../platform/resource/lists/list-query.js';
import { RecordFoundation } from '../../../platform/resource/record-foundation.js';
import type { RecordView } from '../../../platform/resource/resource-descriptor.js';
import { ResourceService } from '../../../platform/resource/resource.service.js';
import { WriteTask } from '../../../platform/resource/writes/write-task.js';
import type { RecordCourses } from './record-courses.js';
import { SlaTarget } from './sla-target.entity.js';
import { slaTargetResource } from './sla-target.policy.js';
import { TARGET_VERBS, type TargetChange } from './target-change.js';

const MOST_SHOWN = 200;

/** Targets of records of any type. The engine writes them, everybody else reads. */
@Injectable()
export class SlaTargetsService extends ResourceService<SlaTarget> {
  constructor(foundation: RecordFoundation) {
    super(slaTargetResource, foundation);
  }

  /**
   * Those of one record, from the first.
   *
   * @param path first part of the record's own path: `leads`
   * @throws {NotFoundError} 404 for what the caller cannot read, and for records of which nothing is measured
   */
  async ofRecord(
    path: string,
    recordId: string,
  ): Promise<{ readonly resource: string; readonly views: readonly RecordView[] }> {
    const holder = this.foundation.registry.findByPath(path);
    if (holder?.descriptor.serviceLevel === undefined) throw new NotFoundError('Record');
    const readable = await holder.service.findReadable([recordId]);
    if (!readable.has(recordId)) throw new NotFoundError('Record');
    const { name: resource } = holder.descriptor;
    const query: ListQuery = { resource, recordId, sortBy: 'startedAt', pageSize: String(MOST_SHOWN) };
    return { resource, views: (await this.list(query)).items };
  }

  /** All of the records, locked, in the order in which they began. Needs a transaction. */
  async lockOf(resource: string, recordIds: readonly string[]): Promise<SlaTarget[]> {
    const text = `SELECT ${this.table.selection} FROM sla_targets
      WHERE record_id = ANY ($1::uuid[]) AND resource = $2 AND deleted_at IS NULL ORDER BY id FOR NO KEY UPDATE`;
    const rows = await this.foundation.database.query<SlaTarget>({
      name: 'sla-targets-lock-of',
      text,
      values: [recordIds, resource],
      types: RECORD_TYPES,
    });
    return rows.sort((one, other) => Date.parse(one.startedAt) - Date.parse(other.startedAt));
  }

  /** @throws when another transaction holds one of them: it may want what the caller holds */
  lockNow(ids: readonly string[]): Promise<SlaTarget[]> {
    return this.foundation.database.query<SlaTarget>(this.table.lock(ids, { wait: false }));
  }

  /** Whether any of the records has targets. */
  async areThere(recordIds: readonly string[]): Promise<boolean> {
    const text = `SELECT EXISTS (SELECT FROM sla_targets WHERE record_id = ANY ($1::uuid[]) AND deleted_at IS NULL) AS "any"`;
    const [row] = await this.foundation.database.query<{ any: boolean }>({ text, values: [recordIds] });
    return row?.any === true;
  }

  /** Records with targets that are not met, after an id. */
  async openRecords(after: string, limit: number): Promise<string[]> {
    const rows = await this.foundation.database.query<{ id: string }>({
      text: `SELECT DISTINCT record_id AS id FROM sla_targets
        WHERE met_at IS NULL AND deleted_at IS NULL AND record_id > $1 ORDER BY record_id LIMIT $2`,
      values: [after, limit],
    });
    return rows.map(({ id }) => id);
  }

  /** What became of the targets of records, in a transaction. @returns those that are new or changed, as they are now */
  async keep(all: readonly RecordCourses[]): Promise<SlaTarget[]> {
    const found = all.flatMap(({ resource, recordId, courses }) =>
      courses.map(({ metric, row, first, course: { steps } }) => {
        return {
          row: row ?? this.draft({ ...first, resource, recordId, metric }),
          isNew: row === undefined,
          steps,
        };
      }),
    );
    const begun = found.filter(({ isNew }) => isNew).map(({ row }) => row);
    if (begun.length > 0) await this.store.many(begun.map(taskOf));
    const changed = await this.change(found.filter(({ steps }) => steps.length > 0));
    const ids = new Set(changed.map(({ id }) => id));
    return [...changed, ...begun.filter(({ id }) => !ids.has(id))];
  }

  /** Each change of each target with an event of its own, in their order. @returns the targets as they are now */
  async change(changes: readonly TargetChange[]): Promise<SlaTarget[]> {
    const rows = changes.map(({ row }) => row);
    const most = Math.max(0, ...changes.map(({ steps }) => steps.length));
    for (let round = 0; round < most; round += 1)
      for (const verb of TARGET_VERBS) {
        const places = [...changes.keys()].filter((place) => changes[place]?.steps[round]?.verb === verb);
        const amendments = places.flatMap((place) => {
          const [before, fields] = [rows[place], changes[place]?.steps[round]?.fields];
          return before === undefined || fields === undefined ? [] : [{ before, fields }];
        });
        const saved = await this.store.saveAll(verb, amendments);
        for (const [index, place] of places.entries())
          rows[place] = saved[index] ?? rows[place] ?? new SlaTarget();
      }
    return rows;
  }

  private draft(fields: Partial<SlaTarget>): SlaTarget {
    const now = this.foundation.clock.now().toISOString();
    const { id: actorId } = currentActor();
    return Object.assign(new SlaTarget(), {
      ...{ id: newId(), externalId: null, tags: [], customFields: {}, version: 1, deletedAt: null },
      ...{ createdAt: now, createdBy: actorId, updatedAt: now, updatedBy: actorId },
      ...{ escalated: [], notifiedUserIds: [], ...fields },
    });
  }
}

function taskOf(row: SlaTarget): WriteTask<SlaTarget> {
  const task = new WriteTask<SlaTarget>({ verb: 'created', input: {} });
  task.plan(row);
  return task;
}
