import { DateTime } from 'luxon';

/**
 * A time as UTC with milliseconds: one without an offset is what the clocks of a time zone show. What they skip in spring
 * is as much later, what they show twice in autumn is the first.
 */
export function momentIn(text: string, zone: string): string {
  if (text.endsWith('Z')) return text;
  const shown = DateTime.fromISO(text, { zone });
  return (shown.getPossibleOffsets()[0] ?? shown).toJSDate().toISOString();
}
