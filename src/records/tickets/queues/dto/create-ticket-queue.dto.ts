import { IdField } from '../../../../platform/http/fields/id.field.js';
import { TextListField } from '../../../../platform/http/fields/text-list.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { MOST_QUEUE_MEMBERS } from '../queue-limits.js';

const OPTIONAL = { optional: true, nullable: true } as const;

/** Where tickets wait for whoever works on them: named users, a team, or both. */
export class CreateTicketQueueDto {
  @TextField({ ...OPTIONAL, max: 200, description: 'Your own id for it; unique', example: null })
  externalId?: string | null;

  @TextField({ min: 1, max: 100, description: 'Unique, whatever its capitals', example: 'Second level' })
  name!: string;

  @TextField({ ...OPTIONAL, max: 2_000 })
  description?: string | null;

  @IdField({
    optional: true,
    maxItems: MOST_QUEUE_MEMBERS,
    description: 'Active users of the tenant who work on it',
    example: [],
  })
  memberIds?: string[];

  @IdField({ ...OPTIONAL, description: 'A team that works on it', example: null })
  teamId?: string | null;

  @TextListField({ optional: true, maxItems: 50, max: 100 })
  tags?: string[];

  @IdField({ ...OPTIONAL, description: 'A user of the tenant', example: null })
  ownerId?: string | null;
}
