import { DateTimeField } from '../../../platform/http/fields/date-time.field.js';
import { EnumField } from '../../../platform/http/fields/enum.field.js';
import { IntegerField } from '../../../platform/http/fields/integer.field.js';
import { TextField } from '../../../platform/http/fields/text.field.js';
import {
  ACTIVITY_DIRECTIONS,
  ACTIVITY_KINDS,
  type ActivityDirection,
  type ActivityKind,
} from '../activity.entity.js';
import { LinkedInputDto } from './linked-input.dto.js';

const OPTIONAL = { optional: true, nullable: true } as const;

/** An activity to be made. */
export class CreateActivityDto extends LinkedInputDto {
  @EnumField(ACTIVITY_KINDS, { name: 'ActivityKind', example: 'call' })
  kind!: ActivityKind;

  @EnumField(ACTIVITY_DIRECTIONS, { ...OPTIONAL, example: 'outbound' })
  direction?: ActivityDirection | null;

  @TextField({ ...OPTIONAL, max: 500, example: 'Discovery call' })
  subject?: string | null;

  @TextField({ ...OPTIONAL, max: 100_000, example: 'Asks for prices by Friday.' })
  body?: string | null;

  @DateTimeField({ optional: true, description: 'Default: now' })
  occurredAt?: string;

  @IntegerField({ ...OPTIONAL, min: 0, max: 100_000 })
  durationMinutes?: number | null;

  @TextField({ ...OPTIONAL, max: 200, example: 'Connected' })
  outcome?: string | null;
}
