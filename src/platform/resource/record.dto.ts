import { CustomFieldsField } from '../http/fields/custom-fields.field.js';
import { DateTimeField } from '../http/fields/date-time.field.js';
import { IdField } from '../http/fields/id.field.js';
import { IntegerField } from '../http/fields/integer.field.js';
import { TextField } from '../http/fields/text.field.js';
import { TextListField } from '../http/fields/text-list.field.js';
import type { CustomFieldValue } from './record.entity.js';

/** What every record shows. */
export abstract class RecordDto {
  @IdField()
  id!: string;

  @IdField()
  tenantId!: string;

  @TextField({ max: 200, nullable: true, description: 'Your own id for it' })
  externalId!: string | null;

  @IdField({ nullable: true, description: 'A user of the tenant' })
  ownerId!: string | null;

  @TextListField({ maxItems: 50, max: 100 })
  tags!: string[];

  @CustomFieldsField()
  customFields!: Record<string, CustomFieldValue>;

  @DateTimeField()
  createdAt!: string;

  @IdField()
  createdBy!: string;

  @DateTimeField()
  updatedAt!: string;

  @IdField()
  updatedBy!: string;

  @IntegerField({ min: 1, description: 'Grows by one with every change; the ETag' })
  version!: number;
}
