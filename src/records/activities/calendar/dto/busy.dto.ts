import { NestedField } from '../../../../platform/http/fields/nested.field.js';
import { BusyUserDto } from './busy-user.dto.js';

export class BusyDto {
  @NestedField(() => BusyUserDto, { list: true, maxItems: 50, description: 'In the order of the question' })
  items!: BusyUserDto[];
}
