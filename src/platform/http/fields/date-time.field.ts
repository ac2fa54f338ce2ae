import { composeField } from './field.js';
import type { FieldOptions } from './field.js';
import { convertText } from './convert.js';
import { toLocalMoment, toUtcMoment } from './moment.js';
import { rule } from './rule.js';

export interface DateTimeFieldOptions extends FieldOptions {
  /** A time without an offset stays one (`2024-05-01T08:00:00.000`), for who knows its time zone; default: it is UTC. */
  readonly local?: boolean;
}

/** A moment: any ISO 8601 time in, a UTC ISO 8601 text with milliseconds out (`2024-05-01T08:00:00.000Z`). */
export function DateTimeField({ local = false, ...options }: DateTimeFieldOptions = {}): PropertyDecorator {
  const schema = { type: 'string', format: 'date-time', example: '2024-05-01T08:00:00.000Z' } as const;
  const settle = local ? toLocalMoment : toUtcMoment;
  return composeField(options, schema, [
    convertText((text) => settle(text) ?? text),
    rule('dateTime', 'must be an ISO 8601 time', (value) => {
      return typeof value === 'string' && toUtcMoment(value) !== undefined;
    }),
  ]);
}
