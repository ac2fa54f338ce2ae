import type { Type } from '@nestjs/common';
import { PickType } from '@nestjs/swagger';
import { NestedField } from '../../http/fields/nested.field.js';
import type { RecordEntity } from '../record.entity.js';
import type { ResourceDescriptor } from '../resource-descriptor.js';
import { pascalCase } from '../resource-names.js';
import { MergeInputDto } from './merge-input.dto.js';
import { MergeDto } from './merge.dto.js';

export interface MergeBodies {
  readonly input: Type<MergeInputDto>;
  readonly result: Type<MergeDto>;
}

/** What a merge of one record type takes and answers: its own fields among it. */
export function mergeBodiesOf<Entity extends RecordEntity>(
  { dto, updateDto }: Pick<ResourceDescriptor<Entity>, 'dto' | 'updateDto'>,
  name: string,
): MergeBodies {
  const input = PickType(MergeInputDto, ['mergeId', 'ids', 'from', 'versions']);
  Object.defineProperty(input, 'name', { value: `Merge${pascalCase(name)}Dto` });
  const description =
    'Values that the survivor is to have, as in its PATCH. Of other fields it keeps its own; empty ones are filled from the others in their order, and lists are united';
  NestedField<unknown>(() => updateDto, { optional: true, description })(input.prototype as never, 'values');
  const result = PickType(MergeDto, [
    ...(['id', 'resource', 'survivorId', 'mergedIds', 'moved'] as const),
    ...(['createdAt', 'createdBy', 'undoneAt', 'undoneBy'] as const),
  ]);
  Object.defineProperty(result, 'name', { value: `${pascalCase(name)}MergeDto` });
  NestedField(() => dto, { description: 'The survivor as it is now' })(result.prototype as never, 'record');
  return { input, result };
}
