import { Injectable } from '@nestjs/common';
import { NotFoundError, ValidationError } from '../../kernel/errors.js';
import { currentTenant } from '../../platform/context/request-context.js';
import { changedFields } from '../../platform/resource/record-changes.js';
import { RecordFoundation } from '../../platform/resource/record-foundation.js';
import type { RecordWrite } from '../../platform/resource/record-write.js';
import { ResourceService } from '../../platform/resource/resource.service.js';
import { Timers } from '../../platform/timers/timers.js';
import type { CustomField } from './custom-field.entity.js';
import { FieldLimitError, KeyOfDeletedFieldError } from './custom-field.errors.js';
import { customFieldResource } from './custom-field.policy.js';
import { faultsOfDefinition } from './definition-faults.js';
import { FieldDefinitions } from './field-definitions.js';
import { indexFormOf } from './field-index.js';
import { ReferenceTargets } from './reference-targets.js';
import { ResourceTables } from './resource-tables.js';

/** Of one resource, deleted ones not counted. */
const MOST_FIELDS = 200;

/** Whoever makes fields waits for the one before, so that the limit and the places hold. */
const LOCK = `SELECT pg_advisory_xact_lock(hashtext('custom-field-definitions'))`;
const COUNT = `SELECT resource, count(*) FILTER (WHERE deleted_at IS NULL)::integer AS live, max(position) AS last
  FROM custom_field_definitions WHERE resource = ANY ($1) GROUP BY resource`;
const FIND_DELETED = `SELECT id, resource, key FROM custom_field_definitions
  WHERE key = ANY ($1) AND deleted_at IS NOT NULL`;

const LIST_INDEXED = `SELECT id, key, type, "unique", indexed, index_state AS "indexState"
  FROM custom_field_definitions WHERE resource = $1 AND deleted_at IS NULL AND ("unique" OR indexed) ORDER BY position, id`;

/** Rings while indexes of a resource, its subject, are to be made or dropped. */
export const INDEX_TIMER = 'custom-field-indexes';

export type IndexedField = Pick<CustomField, 'id' | 'key' | 'type' | 'unique' | 'indexed' | 'indexState'>;

type Write = RecordWrite<CustomField>;

interface ResourceCount {
  readonly resource: string;
  live: number;
  last: number;
}

/** The fields that a tenant adds to its records; what records hold in them is `TenantCustomFields`' to check. */
@Injectable()
export class CustomFieldsService extends ResourceService<CustomField> {
  constructor(
    foundation: RecordFoundation,
    private readonly definitions: FieldDefinitions,
    private readonly targets: ReferenceTargets,
    private readonly tables: ResourceTables,
    private readonly timers: Timers,
  ) {
    super(customFieldResource, foundation);
  }

  /** The fields of a resource that ask for an index. */
  listIndexed(resource: string): Promise<IndexedField[]> {
    return this.foundation.database.query<IndexedField & Record<string, unknown>>({
      text: LIST_INDEXED,
      values: [resource],
    });
  }

  /**
   * Says what became of an index. Idempotent: a field that is gone, or asks for something else by now, stays as it is.
   *
   * @param problem why the index cannot be; undefined when it is there
   */
  async settleIndex(field: IndexedField, problem: string | undefined): Promise<void> {
    await this.foundation.journal.prepare();
    await this.write(async () => {
      const before = await this.find(field.id, 'update', { lock: true }).catch(undefinedWhenGone);
      if (before?.indexState !== 'building' || indexFormOf(before) !== indexFormOf(field)) return;
      const indexState = problem === undefined ? ('ready' as const) : ('failed' as const);
      const after = { indexState, indexProblem: problem ?? null };
      await this.save('updated', before, after, changedFields(before, after));
    });
  }

  protected override complete(draft: CustomField): void {
    draft.indexState = 'none';
  }

  protected override check(after: CustomField, before: CustomField | undefined): void {
    const targets = { resources: this.tables.resources, references: this.targets.names };
    const faults = faultsOfDefinition(after, before, targets);
    if (faults.length > 0) throw new ValidationError(faults);
  }

  protected override async examine(writes: readonly Write[]): Promise<void> {
    await this.makeRoom(writes.filter(({ verb }) => verb === 'created' || verb === 'restored'));
    for (const { before, after } of writes) {
      // A PUT that names no place leaves it.
      if (before !== undefined) after.position = placeOf(after) ?? before.position;
      planIndex(after, before);
    }
  }

  protected override async follow(writes: readonly Write[]): Promise<void> {
    const changing = writes.filter(({ before, after }) => wantedIndex(after) !== wantedIndex(before));
    for (const resource of new Set(changing.map(({ after }) => after.resource)))
      await this.timers.set(INDEX_TIMER, resource, this.foundation.clock.now());
    const tenantId = currentTenant().id;
    this.foundation.database.onCommit(() => this.definitions.forget(tenantId));
  }

  /** Refuses what is beyond the limit or under the key of a deleted field; the others get a place. */
  private async makeRoom(writes: readonly Write[]): Promise<void> {
    if (writes.length === 0) return;
    await this.foundation.database.execute({ text: LOCK });
    const counts = await this.countFields(writes);
    const deleted = await this.findDeleted(writes);
    for (const write of writes) {
      const { after, verb } = write;
      const taken = verb === 'created' ? deleted.get(`${after.resource}.${after.key}`) : undefined;
      const count = counts.get(after.resource) ?? { resource: after.resource, live: 0, last: -1 };
      if (taken !== undefined) write.refuse(new KeyOfDeletedFieldError(taken));
      else if (count.live >= MOST_FIELDS) write.refuse(new FieldLimitError(after.resource, MOST_FIELDS));
      else {
        after.position = placeOf(after) ?? count.last + 1;
        count.live += 1;
        count.last = Math.max(count.last, after.position);
        counts.set(after.resource, count);
      }
    }
  }

  private async countFields(writes: readonly Write[]): Promise<Map<string, ResourceCount>> {
    const resources = [...new Set(writes.map(({ after }) => after.resource))];
    const rows = await this.foundation.database.query<ResourceCount>({ text: COUNT, values: [resources] });
    return new Map(rows.map((row) => [row.resource, row]));
  }

  /** Ids of deleted fields by `leads.tier`. */
  private async findDeleted(writes: readonly Write[]): Promise<ReadonlyMap<string, string>> {
    const keys = writes.map(({ after }) => after.key);
    const rows = await this.foundation.database.query<Pick<CustomField, 'id' | 'resource' | 'key'>>({
      text: FIND_DELETED,
      values: [keys],
    });
    return new Map(rows.map(({ id, resource, key }) => [`${resource}.${key}`, id]));
  }
}

function planIndex(after: CustomField, before: CustomField | undefined): void {
  const wanted = wantedIndex(after);
  if (wanted === wantedIndex(before)) return;
  after.indexState = wanted === undefined ? 'none' : 'building';
  after.indexProblem = null;
}

function wantedIndex(field: CustomField | undefined): ReturnType<typeof indexFormOf> {
  return field?.deletedAt === null ? indexFormOf(field) : undefined;
}

function undefinedWhenGone(error: unknown): undefined {
  if (error instanceof NotFoundError) return undefined;
  throw error;
}

/** Null until it has been given one, although the table has none without. */
function placeOf({ position }: { readonly position: number | null }): number | null {
  return position;
}
