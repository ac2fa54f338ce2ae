import { EnumField } from '../http/fields/enum.field.js';

export class HealthDto {
  @EnumField(['ok'])
  status!: string;
}
