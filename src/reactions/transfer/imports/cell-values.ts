import type { ImportField } from './import-field.js';

export const DATE_ORDERS = ['iso', 'dmy', 'mdy'] as const;
export const DECIMAL_SIGNS = ['point', 'comma'] as const;

/** How a table writes what has several forms. */
export interface CellForms {
  /** Of dates that begin with the day or the month; `iso` when there are none. */
  readonly dates: (typeof DATE_ORDERS)[number];
  readonly decimal: (typeof DECIMAL_SIGNS)[number];
}

const YES: ReadonlySet<string> = new Set(['true', 'yes', 'y', '1', 'x', 'on', 'ja', 'oui', 'si', 'wahr']);
const NO: ReadonlySet<string> = new Set(['false', 'no', 'n', '0', 'off', 'nein', 'non', 'falsch']);
const GROUPED = {
  point: /^[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/,
  comma: /^[-+]?\d{1,3}(?:\.\d{3})+(?:,\d+)?$/,
};
const PLAIN = { point: /^[-+]?\d+(?:\.\d+)?$/, comma: /^[-+]?\d+(?:,\d+)?$/ };
const ISO = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s*(Z|UTC|[+-]\d\d:?\d\d)?)?$/i;
const NUMERIC = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:,?[T ](\d{1,2}:\d\d(?::\d\d)?)(?:\s*([AP]M))?)?$/i;
/** Between the values of a list in one cell, as in exports. */
const BETWEEN_VALUES = /\s*;\s*/;
/** Exports, ours too, put it before what a spreadsheet would run as a formula. */
const GUARDED = /^'(?=[=+\-@])/u;

/**
 * The value that a cell stands for; undefined for an empty one, which says nothing. What has none of the known forms stays
 * the text that it is, for the rules of the field to refuse.
 */
export function cellValue(cell: string, field: ImportField, forms: CellForms): unknown {
  const text = cell.trim().replace(GUARDED, '');
  if (text === '') return undefined;
  switch (field.kind) {
    case 'text':
      return text;
    case 'number':
      return numberOf(text, forms.decimal) ?? text;
    case 'boolean':
      return booleanOf(text) ?? text;
    case 'date':
      return momentOf(text, forms.dates)?.date ?? text;
    case 'dateTime': {
      const moment = momentOf(text, forms.dates);
      return moment === undefined ? text : `${moment.date}T${moment.time}`;
    }
    case 'enum':
      return meant(text, field.values);
    case 'textList':
      return text
        .split(BETWEEN_VALUES)
        .filter((one) => one !== '')
        .map((one) => meant(one, field.values));
    case 'json':
      return jsonOf(text) ?? text;
  }
}

function numberOf(text: string, decimal: CellForms['decimal']): number | undefined {
  const bare = text.replace(/[\s\u00A0\u202F'’]/gu, '').replace(/^[$€£¥]|[$€£¥%]$/gu, '');
  if (!PLAIN[decimal].test(bare) && !GROUPED[decimal].test(bare)) return undefined;
  const [grouping, sign] = decimal === 'point' ? [',', '.'] : ['.', ','];
  return Number(bare.replaceAll(grouping, '').replace(sign, '.'));
}

function booleanOf(text: string): boolean | undefined {
  const word = text.toLowerCase();
  return YES.has(word) ? true : NO.has(word) ? false : undefined;
}

interface Moment {
  readonly date: string;
  readonly time: string;
}

/** Without a zone it is UTC. */
function momentOf(text: string, order: CellForms['dates']): Moment | undefined {
  const [, date, clock = '00:00:00', zone = 'Z'] = ISO.exec(text) ?? [];
  if (date !== undefined)
    return { date, time: `${withSeconds(clock)}${zone.toUpperCase().replace('UTC', 'Z')}` };
  const [, first, second, year, hours = '00:00', half] = NUMERIC.exec(text) ?? [];
  if (order === 'iso' || first === undefined || second === undefined || year === undefined) return undefined;
  const [day, month] = order === 'dmy' ? [first, second] : [second, first];
  const time = `${withSeconds(inFullDay(hours, half))}Z`;
  return { date: `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`, time };
}

function withSeconds(clock: string): string {
  return clock.split(':').length < 3 ? `${clock}:00` : clock;
}

function inFullDay(clock: string, half: string | undefined): string {
  const [hour = '0', ...rest] = clock.split(':');
  const shift =
    half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toUpperCase() === 'PM' ? 12 : 0);
  return [String(shift).padStart(2, '0'), ...rest].join(':');
}

/** Spelled as the product spells it. */
function meant(text: string, values: readonly string[]): string {
  return values.find((value) => bare(value) === bare(text)) ?? text;
}

function bare(text: string): string {
  return text.toLowerCase().replace(/[\s_-]/g, '');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
