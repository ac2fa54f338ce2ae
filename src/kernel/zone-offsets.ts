/** A stretch of time in which the clocks of a zone keep one distance from UTC, in milliseconds since the epoch. */
export interface ZoneStretch {
  readonly from: number;
  /** Exclusive. */
  readonly until: number;
  /** Local time minus UTC. */
  readonly offset: number;
}

const SECOND = 1_000;
const DAY = 86_400_000;

/** By zone, which are some hundreds, and by year. */
const years = new Map<string, Map<number, readonly ZoneStretch[]>>();
const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * The stretch that a moment lies in; it ends with the year, if the clocks are not set before.
 *
 * @param moment milliseconds since the epoch
 * @param zone of the IANA database
 */
export function stretchAt(moment: number, zone: string): ZoneStretch {
  const stretches = stretchesOf(new Date(moment).getUTCFullYear(), zone);
  const found = stretches.find(({ until }) => moment < until);
  if (found === undefined) throw new RangeError(`${moment} lies in no year`);
  return found;
}

function stretchesOf(year: number, zone: string): readonly ZoneStretch[] {
  const known = years.get(zone) ?? new Map<number, readonly ZoneStretch[]>();
  years.set(zone, known);
  const stretches = known.get(year) ?? findStretches(year, zone);
  known.set(year, stretches);
  return stretches;
}

/** Asked once a day: clocks that are set and set back within one day are not known anywhere. */
function findStretches(year: number, zone: string): ZoneStretch[] {
  const end = Date.UTC(year + 1, 0);
  const stretches: ZoneStretch[] = [];
  let from = Date.UTC(year, 0);
  let offset = offsetAt(from, zone);
  for (let probe = from + DAY; probe <= end; probe += DAY) {
    const next = offsetAt(probe, zone);
    if (next === offset) continue;
    const change = changeBetween(probe - DAY, probe, zone);
    if (change >= end) break;
    stretches.push({ from, until: change, offset });
    from = change;
    offset = next;
  }
  return [...stretches, { from, until: end, offset }];
}

/** The first second at which the offset is that of the later moment. */
function changeBetween(earlier: number, later: number, zone: string): number {
  const after = offsetAt(later, zone);
  let [low, high] = [earlier, later];
  while (high - low > SECOND) {
    const middle = low + Math.floor((high - low) / (2 * SECOND)) * SECOND;
    if (offsetAt(middle, zone) === after) high = middle;
    else low = middle;
  }
  return high;
}

/** @param moment a whole second */
function offsetAt(moment: number, zone: string): number {
  const shown: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(moment)) shown[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
  return Date.UTC(year, month - 1, day, hour, minute, second) - moment;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const [number, digits] = ['numeric', '2-digit'] as const;
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: zone, hourCycle: 'h23', year: number, month: number, day: number },
    ...{ hour: digits, minute: digits, second: digits },
  });
  formats.set(zone, format);
  return format;
}
