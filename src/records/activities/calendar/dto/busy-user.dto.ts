import { IdField } from '../../../../platform/http/fields/id.field.js';
import { NestedField } from '../../../../platform/http/fields/nested.field.js';
import { BusyTimeDto } from './busy-time.dto.js';

export class BusyUserDto {
  @IdField()
  userId!: string;

  @NestedField(() => BusyTimeDto, {
    list: true,
    maxItems: 100_000,
    description: 'In their order; none touches the next',
  })
  busy!: BusyTimeDto[];
}
