import { isId } from '../../kernel/identifiers.js';
import { isCalendarDay } from '../../platform/http/fields/moment.js';
import { isWebAddress } from '../../platform/http/fields/url.field.js';
import type { CustomFieldValue } from '../../platform/resource/record.entity.js';
import type { FieldDefinition, FieldType } from './field-definition.js';

export const LONGEST_TEXT = 10_000;
/** A longer one may not fit into an index. */
export const LONGEST_INDEXED_TEXT = 500;
const LONGEST_URL = 2_048;

/** A value as it is stored, where null is none; or what is wrong with it, after the field's name. */
export type FieldReading =
  { readonly value: CustomFieldValue; readonly fault?: undefined } | { readonly fault: string };

type Reader = (given: unknown, field: FieldDefinition, old: CustomFieldValue) => FieldReading;

const READERS: Readonly<Record<FieldType, Reader>> = {
  text: readText,
  url: readUrl,
  number: readNumber,
  boolean: (given) => (typeof given === 'boolean' ? { value: given } : fault('must be true or false')),
  date: (given) =>
    typeof given === 'string' && isCalendarDay(given)
      ? { value: given }
      : fault('must be a date such as 2024-05-01'),
  select: readSelect,
  'multi-select': readMultiSelect,
  reference: (given) =>
    typeof given === 'string' && isId(given) ? { value: given.toLowerCase() } : fault('must be an id'),
};

/**
 * Reads a value that a caller has given a field: trimmed, each choice of a list once. An empty text or list is none.
 *
 * @param old what is stored: of a list, choices whose option was removed may stay
 */
export function readFieldValue(
  field: FieldDefinition,
  given: unknown,
  old: CustomFieldValue = null,
): FieldReading {
  return given === null ? { value: null } : READERS[field.type](given, field, old);
}

/** Most characters of a field's texts. */
export function longestTextOf({ type, unique, indexed }: FieldDefinition): number {
  if (unique || indexed) return LONGEST_INDEXED_TEXT;
  return type === 'url' ? LONGEST_URL : LONGEST_TEXT;
}

function readText(given: unknown, field: FieldDefinition): FieldReading {
  const max = longestTextOf(field);
  const text = typeof given === 'string' ? given.trim() : undefined;
  if (text === undefined || text.length > max) return fault(`must be a text of at most ${max} characters`);
  return { value: text === '' ? null : text };
}

function readUrl(given: unknown, field: FieldDefinition): FieldReading {
  const max = longestTextOf(field);
  const text = typeof given === 'string' ? given.trim() : '';
  if (text.length <= max && isWebAddress(text)) return { value: text };
  return fault(`must be an http or https address of at most ${max} characters`);
}

function readNumber(given: unknown): FieldReading {
  if (typeof given !== 'number' || !Number.isFinite(given)) return fault('must be a number');
  // JSON knows -0, which equals 0 everywhere but in comparisons of what was and what is.
  return { value: given === 0 ? 0 : given };
}

function readSelect(given: unknown, field: FieldDefinition): FieldReading {
  const text = typeof given === 'string' ? given.trim() : undefined;
  return text !== undefined && isOption(field, text)
    ? { value: text }
    : fault(oneOf(field, 'must be one of'));
}

function readMultiSelect(given: unknown, field: FieldDefinition, old: CustomFieldValue): FieldReading {
  if (!Array.isArray(given)) return fault('must be a list');
  const items: unknown[] = given;
  const kept: readonly unknown[] = Array.isArray(old) ? old : [];
  const texts = new Set<string>();
  for (const item of items) {
    const text = typeof item === 'string' ? item.trim() : undefined;
    if (text === undefined || (!isOption(field, text) && !kept.includes(text)))
      return fault(oneOf(field, 'must hold only'));
    texts.add(text);
  }
  return { value: texts.size === 0 ? null : [...texts] };
}

function isOption({ options }: FieldDefinition, value: string): boolean {
  return options.some((option) => option.value === value);
}

function oneOf({ options }: FieldDefinition, must: string): string {
  return `${must} ${options.map(({ value }) => value).join(', ')}`;
}

function fault(message: string): FieldReading {
  return { fault: message };
}
