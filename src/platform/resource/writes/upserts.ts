import { DomainError, DuplicateError, NotFoundError, ValidationError } from '../../../kernel/errors.js';
import { currentAccess } from '../../context/request-context.js';
import { readVersion } from '../../http/read-version.js';
import { AmbiguousMatchError, NamedTwiceError } from './bulk-errors.js';
import { type BulkItems, readItem } from './bulk-items.js';
import { isNamed } from '../lists/named-fields.js';
import type { RecordEntity } from '../record.entity.js';
import { asPart } from '../relations/record-part.js';
import type { RecordParts } from './record-writes.js';
import { titleOf } from '../resource-names.js';
import { EXTERNAL_ID, type UpsertOptions } from './upsert-options.js';
import { WriteTask } from './write-task.js';

type Item = Readonly<Record<string, unknown>>;

/** An item that can be looked for. */
interface Candidate<Entity> {
  /** As sent, without what the product sets itself. */
  readonly fields: Item;
  readonly input: Partial<Entity>;
  key: string;
  readonly ifMatch: number | undefined;
}

/** Locks that one call takes at most: more keys share them, for the server's table of locks is bounded. */
const BUCKETS = 64;
const FOLD =
  'SELECT lower(key) AS key FROM unnest($1::text[]) WITH ORDINALITY AS given (key, place) ORDER BY place';
/** In one order, so that two calls with the same keys never wait for each other in a circle. */
const HOLD_KEYS = `SELECT pg_advisory_xact_lock(hashtext($1), bucket) FROM (
  SELECT DISTINCT (hashtextextended(key, 0) & ${BUCKETS - 1})::integer AS bucket FROM unnest($2::text[]) AS key
  ORDER BY bucket) AS buckets`;

/**
 * Finds the records that items are about by one field, within the caller's reach. Two calls with the same key follow
 * one another, so that they never make two records of it.
 */
export class Upserts<Entity extends RecordEntity> {
  constructor(
    private readonly items: BulkItems<Entity>,
    private readonly parts: RecordParts<Entity>,
  ) {}

  /** By what the caller may match: a hidden field would tell its values. */
  matchFields(): readonly string[] {
    const { plural, matchFields = [] } = this.parts.descriptor;
    const hidden = currentAccess().hiddenFields(plural);
    return [EXTERNAL_ID, ...matchFields].filter((field) => !hidden.has(field));
  }

  /** @throws {PermissionDeniedError} without what the policy takes */
  requirePermissions({ policy }: UpsertOptions): void {
    const { reach } = this.parts;
    if (policy !== 'updateOnly') reach.scope('create');
    if (policy !== 'createOnly') reach.scope('update');
  }

  /** Tasks for the items, their records locked; call it in the transaction of the work. */
  async tasks(items: readonly unknown[], options: UpsertOptions): Promise<WriteTask<Entity>[]> {
    const candidates = items.map((item) => this.read(item, options));
    const stored = await this.find(candidates, options);
    const places = new Map<string, number>();
    return candidates.map((candidate, index) => {
      if (candidate instanceof DomainError) return WriteTask.refused<Entity>('created', candidate);
      const first = places.get(candidate.key);
      if (first !== undefined)
        return WriteTask.refused<Entity>('created', new NamedTwiceError(options.matchOn, first));
      places.set(candidate.key, index);
      return this.taskOf(candidate, stored.get(candidate.key) ?? [], options);
    });
  }

  private read(item: unknown, { matchOn, policy }: UpsertOptions): Candidate<Entity> | DomainError {
    try {
      const { version, ...rest } = readItem(item);
      const fields = this.items.writable(rest);
      const input = this.items.checked(fields, policy === 'replace');
      const key: unknown = Reflect.get(input, matchOn);
      if (typeof key !== 'string' || key === '')
        throw new ValidationError([{ field: matchOn, message: 'is required to find the record' }]);
      return { fields, input, key, ifMatch: readVersion(version) };
    } catch (error) {
      if (error instanceof DomainError) return error;
      throw error;
    }
  }

  /** The records within reach that have the keys, by key; nobody else upserts these keys until the work has ended. */
  private async find(
    candidates: readonly (Candidate<Entity> | DomainError)[],
    { matchOn, policy }: UpsertOptions,
  ): Promise<ReadonlyMap<string, readonly Entity[]>> {
    const { descriptor, foundation, reach, table } = this.parts;
    const found = new Map<string, Entity[]>();
    const keyed = candidates.flatMap((candidate) => (candidate instanceof DomainError ? [] : [candidate]));
    if (keyed.length === 0) return found;
    const ignoreCase = matchOn !== EXTERNAL_ID;
    if (ignoreCase) {
      const folded = await foundation.database.query<{ key: string }>({
        text: FOLD,
        values: [keyed.map(({ key }) => key)],
      });
      for (const [index, candidate] of keyed.entries()) candidate.key = folded[index]?.key ?? candidate.key;
    }
    const keys = [...new Set(keyed.map(({ key }) => key))];
    await foundation.database.query({ text: HOLD_KEYS, values: [`${descriptor.name}.${matchOn}`, keys] });
    const action = policy === 'createOnly' ? 'read' : 'update';
    // Who may create and not read learns of a taken key from its unique index alone.
    if (action === 'read' && !ignoreCase && !reach.isHeld('read')) return found;
    const rows = await foundation.database.query<{ matchKey: string }>(
      table.lockMatching(matchOn, keys, { scope: reach.wholeScope(action), ignoreCase }),
    );
    for (const { matchKey, ...row } of rows) {
      const record: Entity = Object.assign(new descriptor.entity(), row);
      found.set(matchKey, [...(found.get(matchKey) ?? []), record]);
    }
    return found;
  }

  private taskOf(
    candidate: Candidate<Entity>,
    [before, ...others]: readonly Entity[],
    options: UpsertOptions,
  ): WriteTask<Entity> {
    const task =
      before === undefined ? this.newTask(candidate, options) : this.changeTask(candidate, before, options);
    if (others.length > 0) task.refuse(new AmbiguousMatchError(options.matchOn, others.length + 1));
    return task;
  }

  private newTask({ fields, ifMatch }: Candidate<Entity>, { policy }: UpsertOptions): WriteTask<Entity> {
    try {
      // Who has seen a version means a record that is there.
      if (policy === 'updateOnly' || ifMatch !== undefined)
        throw new NotFoundError(titleOf(this.parts.descriptor));
      return new WriteTask<Entity>({ verb: 'created', input: this.items.checked(fields, true) });
    } catch (error) {
      if (error instanceof DomainError) return WriteTask.refused<Entity>('created', error);
      throw error;
    }
  }

  private changeTask(
    { input, ifMatch }: Candidate<Entity>,
    before: Entity,
    { policy, matchOn }: UpsertOptions,
  ): WriteTask<Entity> {
    const { descriptor, drafts } = this.parts;
    const task = new WriteTask<Entity>({
      verb: 'updated',
      input: policy === 'fillEmpty' ? this.emptyOnes(input, before) : asPart(descriptor, input),
      ifMatch,
      ...(policy === 'replace' && { fieldsFor: (stored: Entity) => drafts.replacement(input, stored) }),
    });
    task.before = before;
    if (policy === 'createOnly') {
      task.refuse(
        new DuplicateError(`A ${descriptor.name} with this ${matchOn} exists already`, {
          details: [{ field: matchOn, message: 'is already taken' }],
        }),
      );
    }
    return task;
  }

  /**
   * What of the input fills fields that the record lacks; custom fields each alone, and a name that stands for a part of
   * another field by that one. Hidden ones too, filled or not, for all of them to be refused: else the answer would tell
   * which are empty.
   */
  private emptyOnes(input: Partial<Entity>, stored: Entity): Partial<Entity> {
    const { customFields, ...fields } = input;
    const { plural, policy } = this.parts.descriptor;
    const hidden = currentAccess().hiddenFields(plural);
    const isFilling = (field: string, value: unknown) => isNamed(hidden, field) || isEmpty(value);
    const filling = Object.entries(fields).filter(([field]) =>
      isFilling(field, Reflect.get(stored, policy.fieldsBehind.get(field) ?? field)),
    );
    const custom = Object.entries(customFields ?? {}).filter(([key]) =>
      isFilling(`customFields.${key}`, stored.customFields[key] ?? null),
    );
    if (custom.length > 0) filling.push(['customFields', Object.fromEntries(custom)]);
    return Object.fromEntries(filling) as Partial<Entity>;
  }
}

function isEmpty(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}
