import type { ImportField } from './import-field.js';
import { SYNONYMS } from './synonyms.js';

/** What other products call the same records. */
const CALLED: Readonly<Record<string, readonly string[]>> = {
  company: ['company', 'account', 'organization'],
  contact: ['contact', 'person', 'customer'],
};

/**
 * Which field each column seems to be meant for: the one of its name, else of its label, else one that other products
 * call so. Each field is suggested once; that a column names other records is nobody's guess, for they may not be there.
 *
 * @param resource `contact`: columns may say that it is a contact's
 */
export function suggestFields(
  columns: readonly string[],
  fields: readonly ImportField[],
  resource: string,
): Map<string, string> {
  const suggested = new Map<string, string>();
  const own = fields.filter(({ reference }) => reference === undefined);
  const taken = new Set<string>();
  const ways: ((column: string, field: ImportField) => boolean)[] = [
    (column, { name }) => column === name,
    (column, { name, label }) =>
      [name, ownName(name), label ?? ''].some((one) => plain(one) === plain(column)),
    (column, { name }) => SYNONYMS[name]?.includes(plain(column)) === true,
    (column, field) => {
      const rest = withoutResource(plain(column), resource);
      return (
        rest !== undefined && (plain(field.name) === rest || SYNONYMS[field.name]?.includes(rest) === true)
      );
    },
  ];
  for (const fits of ways) {
    for (const column of columns) {
      if (suggested.has(column) || plain(column) === '') continue;
      const field = own.find((one) => !taken.has(one.name) && fits(column, one));
      if (field === undefined) continue;
      suggested.set(column, field.name);
      taken.add(field.name);
    }
  }
  return suggested;
}

/** `tier` of `customFields.tier`. */
function ownName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** Letters and digits alone: `E-Mail Address` → `emailaddress`. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

function withoutResource(column: string, resource: string): string | undefined {
  const prefix = (CALLED[resource] ?? [resource]).find((word) => column.startsWith(word));
  return prefix === undefined ? undefined : column.slice(prefix.length);
}
