import { DateTime } from 'luxon';
import type { IcsLines } from './ics-lines.js';

const WEEK = 7 * 86_400_000;
const WALL = "yyyyMMdd'T'HHmmss";

interface Transition {
  readonly moment: number;
  /** Minutes. */
  readonly offsetFrom: number;
  readonly offsetTo: number;
  readonly isDaylight: boolean;
}

/** Writes the VTIMEZONE of a zone: every change of its clocks between two moments, both in milliseconds. */
export function addTimeZone(lines: IcsLines, timeZone: string, from: number, to: number): void {
  lines.add('BEGIN', 'VTIMEZONE').add('TZID', timeZone);
  const first = offsetAt(from, timeZone);
  addObservance(lines, 'STANDARD', [first, first], ['16010101T000000']);
  for (const group of groupsOf(transitionsIn(timeZone, from, to))) {
    const [{ offsetFrom, offsetTo, isDaylight }] = group;
    const moments = group.map(({ moment }) => wallOf(moment, offsetFrom));
    addObservance(lines, isDaylight ? 'DAYLIGHT' : 'STANDARD', [offsetFrom, offsetTo], moments);
  }
  lines.add('END', 'VTIMEZONE');
}

function addObservance(
  lines: IcsLines,
  kind: 'STANDARD' | 'DAYLIGHT',
  [offsetFrom, offsetTo]: readonly [number, number],
  [first = '', ...others]: readonly string[],
): void {
  lines.add('BEGIN', kind).add('DTSTART', first);
  if (others.length > 0) lines.add('RDATE', others.join(','));
  lines.add('TZOFFSETFROM', offsetText(offsetFrom)).add('TZOFFSETTO', offsetText(offsetTo)).add('END', kind);
}

/** Those of the same kind. */
function groupsOf(transitions: readonly Transition[]): (readonly [Transition, ...Transition[]])[] {
  const groups = new Map<string, [Transition, ...Transition[]]>();
  for (const transition of transitions) {
    const { offsetFrom, offsetTo, isDaylight } = transition;
    const key = `${offsetFrom} ${offsetTo} ${String(isDaylight)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [transition]);
    else group.push(transition);
  }
  return [...groups.values()];
}

function transitionsIn(timeZone: string, from: number, to: number): Transition[] {
  const found: Transition[] = [];
  for (let moment = from; moment < to; moment += WEEK) {
    const [offsetFrom, offsetTo] = [offsetAt(moment, timeZone), offsetAt(moment + WEEK, timeZone)];
    if (offsetFrom === offsetTo) continue;
    const change = changeBetween(moment, moment + WEEK, timeZone);
    const isDaylight = DateTime.fromMillis(change, { zone: timeZone }).isInDST;
    found.push({ moment: change, offsetFrom, offsetTo, isDaylight });
  }
  return found;
}

/** The first moment with another offset, to the second. */
function changeBetween(start: number, end: number, timeZone: string): number {
  const offset = offsetAt(start, timeZone);
  let [before, after] = [start, end];
  while (after - before > 1000) {
    const middle = before + Math.floor((after - before) / 2000) * 1000;
    if (offsetAt(middle, timeZone) === offset) before = middle;
    else after = middle;
  }
  return after;
}

function offsetAt(moment: number, timeZone: string): number {
  return DateTime.fromMillis(moment, { zone: timeZone }).offset;
}

/** What clocks that are `offset` minutes ahead of UTC show. */
function wallOf(moment: number, offset: number): string {
  return DateTime.fromMillis(moment + offset * 60_000, { zone: 'utc' }).toFormat(WALL);
}

function offsetText(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}${String(rest).padStart(2, '0')}`;
}
