import { Injectable } from '@nestjs/common';
import { NotFoundError, ValidationError } from '../../kernel/errors.js';
import { currentScope } from '../../platform/access/record-scope.js';
import { currentTenant } from '../../platform/context/request-context.js';
import { readFlag } from '../../platform/http/read-flag.js';
import { changedFields } from '../../platform/resource/writes/record-changes.js';
import { RecordFoundation } from '../../platform/resource/record-foundation.js';
import { RecordWrite } from '../../platform/resource/writes/record-write.js';
import { titleOf } from '../../platform/resource/resource-names.js';
import { ResourceService } from '../../platform/resource/resource.service.js';
import type { WriteOptions } from '../../platform/resource/writes/write-options.js';
import { versionConflict } from '../../platform/resource/writes/version-conflict.js';
import { Timers } from '../../platform/timers/timers.js';
import type { CustomField } from './custom-field.entity.js';
import { FieldLimitError, KeyBeingErasedError, KeyOfDeletedFieldError } from './custom-field.errors.js';
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
const FIND_DELETED = `SELECT id, resource, key, erasing_at AS "erasingAt" FROM custom_field_definitions
  WHERE key = ANY ($1) AND deleted_at IS NOT NULL`;

const LIST_INDEXED = `SELECT id, key, type, "unique", indexed, index_state AS "indexState"
  FROM custom_field_definitions WHERE resource = $1 AND deleted_at IS NULL AND ("unique" OR indexed) ORDER BY position, id`;

const FIND_ERASING = `SELECT id, resource, key, erasing_at AS "erasingAt"
  FROM custom_field_definitions WHERE id = $1 AND erasing_at IS NOT NULL`;
const DELETE = 'DELETE FROM custom_field_definitions WHERE id = $1';

/** Rings while values of a field, its subject, are to be erased. */
export const ERASURE_TIMER = 'custom-field-erasure';
/** Rings while indexes of a resource, its subject, are to be made or dropped. */
export const INDEX_TIMER = 'custom-field-indexes';

export type IndexedField = Pick<CustomField, 'id' | 'key' | 'type' | 'unique' | 'indexed' | 'indexState'>;

/** A field whose values are being erased. */
export interface ErasedField {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly resource: string;
  readonly key: string;
  readonly erasingAt: Date;
}

type Write = RecordWrite<CustomField>;

type DeletedField = Pick<ErasedField, 'id' | 'resource' | 'key'> & { readonly erasingAt: Date | null };

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

  /**
   * @param query `permanent=true` erases the field with its values, deleted or not; done already it is no error
   * @throws {NotFoundError} 404 · {PermissionDeniedError} 403 · {VersionMismatchError} 412
   */
  delete(id: string, query: Readonly<Record<string, unknown>>, options: WriteOptions): Promise<void> {
    return readFlag(query, 'permanent') ? this.erase(id, options) : this.remove(id, options);
  }

  /** Undefined when nothing of it is left. */
  async findErasing(id: string): Promise<ErasedField | undefined> {
    const [field] = await this.foundation.database.query<ErasedField>({ text: FIND_ERASING, values: [id] });
    return field;
  }

  /** Ends an erasure: nothing holds a value any more, and another field may have the key. Joins the open transaction. */
  async purge(id: string): Promise<void> {
    const field = await this.findLocked(id);
    if (field === undefined) return;
    await this.foundation.journal.prepare();
    const { name } = this.descriptor;
    const version = field.version + 1;
    const record = { ...this.view(field), version };
    const entry = { resource: name, recordId: id, type: `${name}.purged`, version, changes: null, record };
    await this.foundation.journal.write({ text: DELETE, values: [id] }, entry);
    this.forgetOnCommit();
  }

  private async erase(id: string, { ifMatch }: WriteOptions): Promise<void> {
    currentScope(`${this.descriptor.plural}:erase`);
    await this.foundation.journal.prepare();
    await this.write(async () => {
      const before = await this.findLocked(id);
      if (before === undefined) throw new NotFoundError(titleOf(this.descriptor));
      if (before.erasingAt !== null) return;
      if (ifMatch !== undefined && ifMatch !== before.version)
        throw versionConflict(this.view(before), {}, undefined);
      const now = this.foundation.clock.now();
      const erasingAt = now.toISOString();
      const gone = {
        deletedAt: before.deletedAt ?? erasingAt,
        indexState: 'none',
        indexProblem: null,
      } as const;
      const after = await this.save('erased', before, { ...gone, erasingAt }, null);
      await this.timers.set(ERASURE_TIMER, id, now);
      await this.follow([new RecordWrite('deleted', before, after)]);
    });
  }

  /** Deleted or not. */
  private async findLocked(id: string): Promise<CustomField | undefined> {
    for (const deleted of [false, true]) {
      const find = this.table.find(id, { lock: true, deleted });
      const [field] = await this.foundation.database.query<CustomField>(find);
      if (field !== undefined) return field;
    }
    return undefined;
  }

  private forgetOnCommit(): void {
    const tenantId = currentTenant().id;
    this.foundation.database.onCommit(() => this.definitions.forget(tenantId));
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
    for (const write of writes)
      if (write.before?.erasingAt) write.refuse(new NotFoundError(titleOf(this.descriptor)));
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
    this.forgetOnCommit();
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
      if (taken !== undefined)
        write.refuse(taken.erasingAt ? new KeyBeingErasedError() : new KeyOfDeletedFieldError(taken.id));
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

  /** Deleted fields by `leads.tier`. */
  private async findDeleted(writes: readonly Write[]): Promise<ReadonlyMap<string, DeletedField>> {
    const keys = writes.map(({ after }) => after.key);
    const rows = await this.foundation.database.query<DeletedField>({
      text: FIND_DELETED,
      values: [keys],
    });
    return new Map(rows.map((field) => [`${field.resource}.${field.key}`, field]));
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
