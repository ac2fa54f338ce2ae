import { IdField } from '../../../../platform/http/fields/id.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { RecordDto } from '../../../../platform/resource/record.dto.js';
import { MOST_QUEUE_MEMBERS } from '../queue-limits.js';

const NULLABLE = { nullable: true } as const;

export class TicketQueueDto extends RecordDto {
  @TextField({ max: 100 })
  name!: string;

  @TextField({ ...NULLABLE, max: 2_000 })
  description!: string | null;

  @IdField({ maxItems: MOST_QUEUE_MEMBERS, description: 'Users who work on it' })
  memberIds!: string[];

  @IdField({ ...NULLABLE, description: 'A team that works on it' })
  teamId!: string | null;
}
