import { type ErrorDetail, ValidationError } from '../../../kernel/errors.js';
import { nearestText } from '../../../kernel/nearest-text.js';
import { suggestFields } from './column-suggestions.js';
import type { ImportField } from './import-field.js';
import type { ColumnMapping, ImportOptions } from './import-options.js';
import type { PlannedColumn } from './import-plan.js';

/**
 * Each column with its field: by the mapping, and those alone that it names, or else by what the columns are called.
 *
 * @param resource `contact`
 * @throws {ValidationError} 422 that names every fault of the mapping, with what was probably meant
 */
export function mapColumns(
  names: readonly string[],
  fields: readonly ImportField[],
  mapping: ColumnMapping | undefined,
  resource: string,
): readonly PlannedColumn[] {
  if (mapping !== undefined) refuseFaults(names, fields, mapping);
  const found = mapping ?? Object.fromEntries(suggestFields(names, fields, resource));
  const columns = names.map((name) => ({
    name,
    field: Object.hasOwn(found, name) ? (found[name] ?? null) : null,
  }));
  if (columns.every(({ field }) => field === null)) {
    const message = 'fits no column to a field: say which column is which';
    throw new ValidationError([{ field: 'mapping', message }]);
  }
  return columns;
}

/** @returns null for a plain create @throws {ValidationError} 422 */
export function matchFieldOf(
  columns: readonly PlannedColumn[],
  matchFields: readonly string[],
  { policy, matchOn }: Pick<ImportOptions, 'policy' | 'matchOn'>,
): string | null {
  if (policy === 'create' && matchOn === undefined) return null;
  const mapped = new Set(columns.map(({ field }) => field));
  const found = matchFields.find((field) => (matchOn === undefined ? mapped.has(field) : field === matchOn));
  if (policy === 'create') throw matchFault('is for the policies that look for records');
  if (found === undefined)
    throw matchFault(`must be one of ${matchFields.join(', ')}, with a column of its own`);
  if (!mapped.has(found)) throw matchFault(`is ${found}, to which no column is mapped`);
  return found;
}

function refuseFaults(
  names: readonly string[],
  fields: readonly ImportField[],
  mapping: ColumnMapping,
): void {
  const fieldNames = fields.map(({ name }) => name);
  const taken = new Map<string, string>();
  const details: ErrorDetail[] = [];
  for (const [column, field] of Object.entries(mapping)) {
    const place = `mapping.${column}`;
    if (!names.includes(column))
      details.push({ field: place, message: `is no column${meant(column, names)}` });
    if (field === null) continue;
    const other = taken.get(field);
    if (!fieldNames.includes(field))
      details.push({
        field: place,
        message: `names no field that you may write: ${field}${meant(field, fieldNames)}`,
      });
    else if (other !== undefined) details.push({ field: place, message: `names ${field}, as ${other} does` });
    taken.set(field, column);
  }
  if (details.length > 0) throw new ValidationError(details);
}

function meant(text: string, candidates: readonly string[]): string {
  const nearest = nearestText(text, candidates);
  return nearest === undefined ? '' : `; did you mean ${nearest}?`;
}

function matchFault(message: string): ValidationError {
  return new ValidationError([{ field: 'matchOn', message }]);
}
