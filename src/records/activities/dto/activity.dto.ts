import { DateTimeField } from '../../../platform/http/fields/date-time.field.js';
import { EnumField } from '../../../platform/http/fields/enum.field.js';
import { IntegerField } from '../../../platform/http/fields/integer.field.js';
import { LinksField } from '../../../platform/http/fields/links.field.js';
import { TextField } from '../../../platform/http/fields/text.field.js';
import type { RecordLink } from '../../../platform/resource/relations/record-link.js';
import { RecordDto } from '../../../platform/resource/record.dto.js';
import {
  ACTIVITY_DIRECTIONS,
  ACTIVITY_KINDS,
  type ActivityDirection,
  type ActivityKind,
} from '../activity.entity.js';
import { MOST_LINKS } from '../linked-records.js';

const NULLABLE = { nullable: true } as const;

export class ActivityDto extends RecordDto {
  @EnumField(ACTIVITY_KINDS, { name: 'ActivityKind' })
  kind!: ActivityKind;

  @EnumField(ACTIVITY_DIRECTIONS, NULLABLE)
  direction!: ActivityDirection | null;

  @TextField({ ...NULLABLE, max: 500 })
  subject!: string | null;

  @TextField({ ...NULLABLE, max: 100_000 })
  body!: string | null;

  @DateTimeField()
  occurredAt!: string;

  @IntegerField(NULLABLE)
  durationMinutes!: number | null;

  @TextField({ ...NULLABLE, max: 200 })
  outcome!: string | null;

  @LinksField({ maxItems: MOST_LINKS })
  links!: RecordLink[];
}
