import pg from 'pg';

/** `2026-01-17 10:30:00.5+00` → `2026-01-17T10:30:00.500Z`: text to text, without a Date between. */
export function isoTimestamp(text: string): string {
  const end = text.length - 3;
  // Another session time zone, another era, infinity: rare, and not worth speed.
  if (!text.endsWith('+00') || text[10] !== ' ' || end < 19) return new Date(text).toISOString();
  const fraction = end > 19 ? text.slice(20, Math.min(end, 23)).padEnd(3, '0') : '000';
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction}Z`;
}

/** How record rows are read: times and days as the API shows them, numbers as numbers. */
export const RECORD_TYPES = new pg.TypeOverrides();
RECORD_TYPES.setTypeParser(pg.types.builtins.INT8, Number);
RECORD_TYPES.setTypeParser(pg.types.builtins.NUMERIC, Number);
RECORD_TYPES.setTypeParser(pg.types.builtins.TIMESTAMPTZ, isoTimestamp);
RECORD_TYPES.setTypeParser(pg.types.builtins.DATE, String);
