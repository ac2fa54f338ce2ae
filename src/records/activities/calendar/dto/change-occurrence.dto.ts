import { DateTimeField } from '../../../../platform/http/fields/date-time.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';

const OPTIONAL = { optional: true, nullable: true } as const;

/** What is not named stays; a new `startsAt` without an `endsAt` moves the whole. */
export class ChangeOccurrenceDto {
  @TextField({ optional: true, max: 500, example: 'Demonstration' })
  title?: string;

  @TextField({ ...OPTIONAL, max: 20_000, example: null })
  description?: string | null;

  @TextField({ ...OPTIONAL, max: 500, example: null })
  location?: string | null;

  @DateTimeField({ local: true, optional: true })
  startsAt?: string;

  @DateTimeField({ local: true, optional: true })
  endsAt?: string;
}
