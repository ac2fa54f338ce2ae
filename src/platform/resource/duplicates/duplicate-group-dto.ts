import type { Type } from '@nestjs/common';
import { DecimalField } from '../../http/fields/decimal.field.js';
import { NestedField } from '../../http/fields/nested.field.js';
import type { RecordEntity } from '../record.entity.js';
import type { ResourceDescriptor } from '../resource-descriptor.js';
import { pascalCase } from '../resource-names.js';
import { duplicateMatchDto } from './duplicate-match-dto.js';

/** What a record of a type with its duplicates looks like: `ContactDuplicatesDto`. */
export function duplicateGroupDto<Entity extends RecordEntity>(
  { dto }: Pick<ResourceDescriptor<Entity>, 'dto'>,
  name: string,
): Type<unknown> {
  const match = duplicateMatchDto({ dto }, name);
  class GroupDto {
    @NestedField(() => dto, { description: 'The oldest of them' })
    record!: unknown;

    @DecimalField({ min: 0, max: 1, scale: 4, description: 'Of the match that is most the same' })
    score!: number;

    @NestedField(() => match, { list: true, maxItems: 1_000 })
    matches!: unknown[];
  }
  Object.defineProperty(GroupDto, 'name', { value: `${pascalCase(name)}DuplicatesDto` });
  return GroupDto;
}
