const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const MOMENT =
  /^(\d{4}-\d{2}-\d{2})[T ]((?:[01]\d|2[0-3]):[0-5]\d)(?::([0-5]\d)(?:[.,](\d{1,9}))?)?(Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?$/i;

/** Whether a text is a day of the calendar, as `2024-02-29`, from the year 1 on. */
export function isCalendarDay(text: string): boolean {
  const match = DATE.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day <= (lengths[month - 1] ?? 0);
}

/**
 * An ISO 8601 time as UTC with milliseconds: `2024-05-01T10:00:00+02:00` → `2024-05-01T08:00:00.000Z`. A time without
 * an offset is UTC, a day alone its first moment. Undefined for anything else, such as 30 February.
 */
export function toUtcMoment(text: string): string | undefined {
  if (isCalendarDay(text)) return `${text}T00:00:00.000Z`;
  const match = MOMENT.exec(text);
  if (match === null) return undefined;
  const [, day = '', time = '', seconds = '00', fraction = '', offset = 'Z'] = match;
  if (!isCalendarDay(day)) return undefined;
  const zone = offset.length === 5 ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset.toUpperCase();
  const moment = new Date(`${day}T${time}:${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}${zone}`);
  const year = moment.getUTCFullYear();
  return year >= 1 && year <= 9999 ? moment.toISOString() : undefined;
}

/** The same of a text that has an offset; of one without, as `2024-05-01T10:00` or a day, the local time: no `Z` at its end. */
export function toLocalMoment(text: string): string | undefined {
  const moment = toUtcMoment(text);
  const offset = MOMENT.exec(text)?.[5];
  return offset === undefined ? moment?.slice(0, -1) : moment;
}
