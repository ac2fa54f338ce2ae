import { DomainError, ValidationError } from '../../../kernel/errors.js';
import { DtoCheck } from '../../http/dto-check.js';
import { fieldNames } from '../../http/fields/field-names.js';
import { isRecord } from '../../http/fields/nested.field.js';
import { readVersion } from '../../http/read-version.js';
import { NamedTwiceError } from './bulk-errors.js';
import type { RecordVerb } from './record-write.js';
import type { RecordEntity } from '../record.entity.js';
import { bulkName } from '../resource-names.js';
import type { ResourceDescriptor } from '../resource-descriptor.js';
import { type WriteIntent, WriteTask } from './write-task.js';

export const MOST_ITEMS = 1_000;

type Item = Readonly<Record<string, unknown>>;

/** Reads the bodies of bulk calls: the envelope as a whole, each item by itself. */
export class BulkItems<Entity extends RecordEntity> {
  /** What the body calls the records: `leads`. */
  readonly name: string;
  private readonly names: ReadonlySet<string>;
  private readonly created: DtoCheck<Partial<Entity>>;
  private readonly updated: DtoCheck<Partial<Entity>>;
  private readonly readOnlyFields: readonly string[];

  constructor({ plural, alsoAt = [], secondPath, dto, createDto, updateDto }: ResourceDescriptor<Entity>) {
    const names = [secondPath?.plural ?? plural, plural, ...alsoAt];
    this.name = bulkName(names[0] ?? plural);
    this.names = new Set(names.map(bulkName));
    this.created = new DtoCheck(createDto);
    this.updated = new DtoCheck(updateDto);
    const writable = new Set(fieldNames(createDto));
    this.readOnlyFields = fieldNames(dto).filter((field) => !writable.has(field));
  }

  /** The items of a body; `ids` may stand for items that are an id alone. @throws {ValidationError} 422 */
  read(body: unknown, { ids = false } = {}): readonly unknown[] {
    if (!isRecord(body)) throw fault('', 'The body must be an object');
    const given = Object.keys(body as Item);
    const unknown = given.find((name) => !this.names.has(name) && !(ids && name === 'ids'));
    if (unknown !== undefined) throw fault(unknown, 'is not a known field');
    const [name, second] = given;
    if (name === undefined) throw fault(this.name, 'is required');
    if (second !== undefined)
      throw fault(second, `is one too many: only one of ${given.join(', ')} may be given`);
    const items = (body as Item)[name];
    if (!Array.isArray(items) || items.length < 1 || items.length > MOST_ITEMS)
      throw fault(name, `must be a list of 1 to ${MOST_ITEMS} items`);
    return name === 'ids' ? items.map((id: unknown) => ({ id })) : (items as unknown[]);
  }

  /** A task for each item: for one that cannot be understood, one that is refused. */
  tasks(
    verb: RecordVerb,
    items: readonly unknown[],
    intentOf: (item: Item) => WriteIntent<Entity>,
  ): WriteTask<Entity>[] {
    const places = new Map<string, number>();
    return items.map((item, index) => {
      try {
        const intent = intentOf(readItem(item));
        const first = intent.id === undefined ? undefined : places.get(intent.id);
        if (first !== undefined) throw new NamedTwiceError('id', first);
        if (intent.id !== undefined) places.set(intent.id, index);
        return new WriteTask(intent);
      } catch (error) {
        if (error instanceof DomainError) return WriteTask.refused<Entity>(verb, error);
        throw error;
      }
    });
  }

  /** A whole new record. */
  toCreate(item: Item): Partial<Entity> {
    return this.created.check(item);
  }

  /** Some fields of a record, perhaps with what the product sets itself. */
  toChange(item: Item): WriteIntent<Entity> {
    const { version, ...rest } = item;
    const input = this.updated.check(this.writable(rest));
    return { verb: 'updated', id: readId(item), ifMatch: readVersion(version), input };
  }

  toRemove(item: Item): WriteIntent<Entity> {
    const unknown = Object.keys(item).find((field) => field !== 'id' && field !== 'version');
    if (unknown !== undefined) throw fault(unknown, 'is not a known field');
    return { verb: 'deleted', id: readId(item), ifMatch: readVersion(item['version']), input: {} };
  }

  /** Without what the product sets itself and a caller may send back. */
  writable(item: Item): Item {
    const fields: Record<string, unknown> = { ...item };
    for (const field of this.readOnlyFields) Reflect.deleteProperty(fields, field);
    return fields;
  }

  /** What is written over a record; a replacement is checked like a new one. */
  checked(fields: Item, isWhole: boolean): Partial<Entity> {
    return (isWhole ? this.created : this.updated).check(fields);
  }
}

/** @throws {ValidationError} for what is no object */
export function readItem(item: unknown): Item {
  if (!isRecord(item)) throw fault('', 'must be an object');
  return item as Item;
}

/** A malformed one names no record, and is looked for in vain. */
function readId({ id }: Item): string {
  if (id === undefined || id === null) throw fault('id', 'is required');
  return typeof id === 'string' ? id.toLowerCase() : '';
}

function fault(field: string, message: string): ValidationError {
  return new ValidationError([{ field, message }]);
}
