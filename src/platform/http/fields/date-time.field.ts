import { composeField } from './field.js';
import type { FieldOptions } from './field.js';
import { convertText } from './convert.js';
import { toUtcMoment } from './moment.js';
import { rule } from './rule.js';

/** A moment: any ISO 8601 time in, a UTC ISO 8601 text with milliseconds out (`2024-05-01T08:00:00.000Z`). */
export function DateTimeField(options: FieldOptions = {}): PropertyDecorator {
  const schema = { type: 'string', format: 'date-time', example: '2024-05-01T08:00:00.000Z' } as const;
  return composeField(options, schema, [
    convertText((text) => toUtcMoment(text) ?? text),
    rule('dateTime', 'must be an ISO 8601 time', (value) => {
      return typeof value === 'string' && toUtcMoment(value) !== undefined;
    }),
  ]);
}
