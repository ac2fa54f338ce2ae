import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { TARGET_MINUTES } from '../sla-limits.js';

/** Targets in minutes of working time. */
export class SlaTimesDto {
  @TextField({
    optional: true,
    nullable: true,
    max: 100,
    description: 'Of which records; null: of those whose priority no other entry names',
    example: null,
  })
  priority?: string | null;

  @IntegerField({ ...TARGET_MINUTES, description: 'Until somebody answers for the first time', example: 60 })
  firstResponse?: number | null;

  @IntegerField({
    ...TARGET_MINUTES,
    description: 'Until somebody answers what was asked since',
    example: null,
  })
  nextResponse?: number | null;

  @IntegerField({ ...TARGET_MINUTES, description: 'Until it is resolved', example: 480 })
  resolution?: number | null;
}
