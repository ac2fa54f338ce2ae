import { composeField } from './field.js';
import type { FieldOptions } from './field.js';
import { isCalendarDay } from './moment.js';
import { rule } from './rule.js';

/** A day of the calendar, `2024-05-01`. */
export function DateField(options: FieldOptions = {}): PropertyDecorator {
  const schema = { type: 'string', format: 'date', example: '2024-05-01' } as const;
  return composeField(options, schema, [
    rule(
      'date',
      'must be a date such as 2024-05-01',
      (value) => typeof value === 'string' && isCalendarDay(value),
    ),
  ]);
}
