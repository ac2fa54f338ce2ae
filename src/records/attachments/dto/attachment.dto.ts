import { IdField } from '../../../platform/http/fields/id.field.js';
import { IntegerField } from '../../../platform/http/fields/integer.field.js';
import { TextField } from '../../../platform/http/fields/text.field.js';
import { RecordDto } from '../../../platform/resource/record.dto.js';

export class AttachmentDto extends RecordDto {
  @TextField({ max: 100, description: 'The type of the record it hangs on: `lead`', example: 'lead' })
  resource!: string;

  @IdField()
  recordId!: string;

  @TextField({ max: 200, example: 'offer.pdf' })
  name!: string;

  @TextField({ nullable: true, max: 10_000 })
  description!: string | null;

  @TextField({
    max: 127,
    description: 'What the bytes are, whatever was declared',
    example: 'application/pdf',
  })
  contentType!: string;

  @IntegerField({ min: 1, max: Number.MAX_SAFE_INTEGER, description: 'In bytes' })
  size!: number;

  @TextField({ max: 64, description: 'Of the bytes, in lower-case hex' })
  sha256!: string;
}
