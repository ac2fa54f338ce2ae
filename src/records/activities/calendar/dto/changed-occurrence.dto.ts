import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import type { ChangedOccurrence } from '../changed-occurrence.js';

/** One occurrence of a series that differs from the others. */
export class ChangedOccurrenceDto implements ChangedOccurrence {
  @DateTimeField({ description: 'When it would start by the rule: what it is known by' })
  originalStart!: string;

  @DateTimeField()
  startsAt!: string;

  @DateTimeField()
  endsAt!: string;

  @TextField({ nullable: true, max: 500, description: 'null: as the series has it' })
  title!: string | null;

  @TextField({ nullable: true, max: 20_000 })
  description!: string | null;

  @TextField({ nullable: true, max: 500 })
  location!: string | null;
}
