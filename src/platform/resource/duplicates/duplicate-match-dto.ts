import type { Type } from '@nestjs/common';
import { DecimalField } from '../../http/fields/decimal.field.js';
import { NestedField } from '../../http/fields/nested.field.js';
import { TextListField } from '../../http/fields/text-list.field.js';
import type { RecordEntity } from '../record.entity.js';
import type { ResourceDescriptor } from '../resource-descriptor.js';
import { pascalCase } from '../resource-names.js';

/** What one duplicate of a record of a type looks like: `ContactMatchDto`. */
export function duplicateMatchDto<Entity extends RecordEntity>(
  { dto }: Pick<ResourceDescriptor<Entity>, 'dto'>,
  name: string,
): Type<unknown> {
  class MatchDto {
    @NestedField(() => dto)
    record!: unknown;

    @DecimalField({ min: 0, max: 1, scale: 4, description: '1 for the same by all conditions of a rule' })
    score!: number;

    @TextListField({ maxItems: 50, max: 100, description: 'The rules by which it is the same' })
    rules!: string[];
  }
  Object.defineProperty(MatchDto, 'name', { value: `${pascalCase(name)}MatchDto` });
  return MatchDto;
}
