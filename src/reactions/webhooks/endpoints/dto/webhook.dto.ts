import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { TextListField } from '../../../../platform/http/fields/text-list.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { RecordDto } from '../../../../platform/resource/record.dto.js';

export class WebhookDto extends RecordDto {
  @TextField({ max: 2_048 })
  url!: string;

  @TextListField({ maxItems: 100, max: 100 })
  events!: string[];

  @TextField({ max: 500, nullable: true })
  description!: string | null;

  @BooleanField()
  enabled!: boolean;

  @TextField({ max: 500, nullable: true, description: 'Why the product disabled it, if it did' })
  disabledReason!: string | null;
}
