import { ValidationError } from '../../../kernel/errors.js';
import type { RecordEntity } from '../record.entity.js';
import type { ResourceDescriptor } from '../resource-descriptor.js';

type Path = Pick<ResourceDescriptor<RecordEntity>, 'plural' | 'secondPath'>;

/** @throws {ValidationError} for a new record that the path which makes it would not show */
export function requirePart({ plural, secondPath }: Path, record: RecordEntity): void {
  const { only } = secondPath ?? {};
  if (only === undefined || Reflect.get(record, only.field) === only.value) return;
  const message = `must be ${only.value} here: others are made at /${plural}`;
  throw new ValidationError([{ field: only.field, message }]);
}

/** What the records of a path have, unless the input says otherwise. */
export function asPart<Entity extends RecordEntity>(
  { secondPath }: Path,
  input: Partial<Entity>,
): Partial<Entity> {
  const { only } = secondPath ?? {};
  return only === undefined ? input : { [only.field]: only.value, ...input };
}
