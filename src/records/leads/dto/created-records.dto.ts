import { BooleanField } from '../../../platform/http/fields/boolean.field.js';

export class CreatedRecordsDto {
  @BooleanField()
  company!: boolean;

  @BooleanField()
  contact!: boolean;

  @BooleanField()
  deal!: boolean;

  @BooleanField()
  activity!: boolean;
}
