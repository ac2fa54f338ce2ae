import { ValidationError } from '../../../kernel/errors.js';
import { type CellForms, DATE_ORDERS, DECIMAL_SIGNS } from './cell-values.js';
import { DELIMITER_NAMES, type DelimiterName } from './delimiters.js';
import { IMPORT_POLICIES, type ImportPolicy } from './import-policy.js';
import { IMPORT_FORMATS, type ImportFormat } from './row-format.js';
import { type Encoding, ENCODINGS } from './text-encoding.js';

/** Of columns to fields; null for a column that is left out. */
export type ColumnMapping = Readonly<Record<string, string | null>>;

/** What the caller says of their table. What they do not say is looked up in it. */
export interface ImportOptions extends CellForms {
  readonly format: ImportFormat | undefined;
  readonly encoding: Encoding | undefined;
  readonly delimiter: DelimiterName | undefined;
  /** Undefined to go by the names of the columns. */
  readonly mapping: ColumnMapping | undefined;
  readonly policy: ImportPolicy;
  /** Undefined for the first that a column is mapped to. */
  readonly matchOn: string | undefined;
}

type Members = Readonly<Record<string, unknown>>;

/** @throws {ValidationError} 422 */
export function readImportOptions(given: Members): ImportOptions {
  return {
    format: oneOf(given, 'format', IMPORT_FORMATS),
    encoding: oneOf(given, 'encoding', ENCODINGS),
    delimiter: oneOf(given, 'delimiter', DELIMITER_NAMES),
    mapping: readMapping(given['mapping']),
    policy: oneOf(given, 'policy', IMPORT_POLICIES) ?? 'create',
    matchOn: typeof given['matchOn'] === 'string' ? given['matchOn'] : undefined,
    dates: oneOf(given, 'dates', DATE_ORDERS) ?? 'iso',
    decimal: oneOf(given, 'decimal', DECIMAL_SIGNS) ?? 'point',
  };
}

function oneOf<Value extends string>(
  given: Members,
  field: string,
  values: readonly Value[],
): Value | undefined {
  const value = given[field];
  if (value === undefined) return undefined;
  const found = values.find((one) => one === value);
  if (found === undefined) throw fault(field, `must be one of ${values.join(', ')}`);
  return found;
}

function readMapping(text: unknown): ColumnMapping | undefined {
  if (text === undefined) return undefined;
  const mapping = parse(text);
  if (typeof mapping !== 'object' || mapping === null || Array.isArray(mapping))
    throw fault('mapping', 'must be a JSON object of columns to fields');
  for (const [column, field] of Object.entries(mapping)) {
    if (field !== null && typeof field !== 'string')
      throw fault(`mapping.${column}`, 'must be the name of a field, or null to leave the column out');
  }
  return mapping as ColumnMapping;
}

function parse(text: unknown): unknown {
  try {
    return JSON.parse(String(text)) as unknown;
  } catch {
    return undefined;
  }
}

function fault(field: string, message: string): ValidationError {
  return new ValidationError([{ field, message }]);
}
