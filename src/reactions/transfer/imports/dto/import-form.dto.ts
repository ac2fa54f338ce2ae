import { EnumField } from '../../../../platform/http/fields/enum.field.js';
import { FileField } from '../../../../platform/http/fields/file.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { DATE_ORDERS, DECIMAL_SIGNS } from '../cell-values.js';
import { DELIMITER_NAMES } from '../delimiters.js';
import { IMPORT_POLICIES } from '../import-policy.js';
import { IMPORT_FORMATS } from '../row-format.js';
import { ENCODINGS } from '../text-encoding.js';

const OPTIONAL = { optional: true } as const;

/** The parts of a form that brings a table; all but the file may stand in the query too, which then counts. */
export class ImportFormDto {
  @FileField({ description: 'CSV or NDJSON' })
  file?: never;

  @EnumField(IMPORT_FORMATS, { ...OPTIONAL, description: 'Default: what the file is' })
  format?: string;

  @EnumField(ENCODINGS, { ...OPTIONAL, description: 'Default: what the file is in' })
  encoding?: string;

  @EnumField(DELIMITER_NAMES, { ...OPTIONAL, description: 'Of CSV; default: the one that makes columns' })
  delimiter?: string;

  @TextField({
    ...OPTIONAL,
    max: 60_000,
    description: 'JSON of columns to fields, null to leave one out; default: by the names of the columns',
  })
  mapping?: string;

  @EnumField(IMPORT_POLICIES, {
    ...OPTIONAL,
    description:
      '`create` (default) makes a record of each row, `upsert` also changes those that are there, `fillEmpty` writes their ' +
      'empty fields alone, `update` makes none, `skip` passes over rows whose record is there',
  })
  policy?: string;

  @TextField({
    ...OPTIONAL,
    max: 100,
    description: 'The field that finds records; default: the first with a column',
  })
  matchOn?: string;

  @EnumField(DATE_ORDERS, {
    ...OPTIONAL,
    description: 'Of dates that do not begin with the year; default iso: there are none',
  })
  dates?: string;

  @EnumField(DECIMAL_SIGNS, { ...OPTIONAL, description: 'Default point' })
  decimal?: string;
}
