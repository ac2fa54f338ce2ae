import { NotFoundError, ValidationError } from '../../../kernel/errors.js';
import { CUSTOM_FIELDS, holderOf, valueOf } from '../writes/record-changes.js';
import type { RecordEntity } from '../record.entity.js';
import type { ResourceDescriptor } from '../resource-descriptor.js';
import { titleOf } from '../resource-names.js';
import type { MergedFields } from './merged-fields.js';
import type { MergeInputDto } from './merge-input.dto.js';

/** A body of the route, checked. */
export type MergeInput<Entity> = MergeInputDto & { readonly values?: Partial<Entity> };

/** Reads what the caller of a merge has chosen. */
export class MergeChoice<Entity extends RecordEntity> {
  constructor(
    private readonly descriptor: ResourceDescriptor<Entity>,
    private readonly fields: MergedFields<Entity>,
  ) {}

  /** The ids of the losers, each once. @throws {ValidationError} 422 · {NotFoundError} 404 for a survivor that is none */
  losers(survivorId: string, { mergeId, ids }: MergeInputDto): readonly string[] {
    if (mergeId !== undefined && ids !== undefined) throw fault('ids', 'goes without mergeId');
    const losers = [...new Set((ids ?? [mergeId]).flatMap((id) => id?.toLowerCase() ?? []))];
    if (losers.length === 0) throw fault('mergeId', 'or ids is required');
    if (losers.includes(survivorId))
      throw fault(ids === undefined ? 'mergeId' : 'ids', 'names the record itself');
    return losers;
  }

  /** @param records by id, the survivor among them @throws {ValidationError} 422 */
  values(records: ReadonlyMap<string, Entity>, { values, from = {} }: MergeInput<Entity>): Partial<Entity> {
    const chosen: Record<string, unknown> = withoutUndefined({ ...values });
    const custom: Record<string, unknown> = {};
    for (const [field, id] of Object.entries(from)) {
      const record = records.get(id.toLowerCase());
      if (record === undefined) throw fault(`from.${field}`, `is none of the ${titleOf(this.descriptor)}s`);
      if (holderOf(field) !== field)
        custom[field.slice(CUSTOM_FIELDS.length + 1)] = valueOf(fieldsOf(record), field);
      else if (this.fields.names.has(field)) chosen[field] = valueOf(fieldsOf(record), field);
      else throw fault(`from.${field}`, 'is no field that a merge decides');
    }
    const given = chosen[CUSTOM_FIELDS] as Record<string, unknown> | undefined;
    if (given !== undefined || Object.keys(custom).length > 0)
      chosen[CUSTOM_FIELDS] = { ...custom, ...given };
    return chosen as Partial<Entity>;
  }

  missing(): NotFoundError {
    return new NotFoundError(titleOf(this.descriptor));
  }
}

function fault(field: string, message: string): ValidationError {
  return new ValidationError([{ field, message }]);
}

function fieldsOf(record: RecordEntity): Readonly<Record<string, unknown>> {
  return { ...record };
}

/** What a checked body does not name it has as undefined. */
function withoutUndefined(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
