import { Injectable } from '@nestjs/common';
import { type JobInput, JobInputs } from '../../../foundation/jobs/index.js';
import { NotFoundError, ValidationError } from '../../../kernel/errors.js';
import { type RegisteredResource, ResourceRegistry } from '../../../platform/resource/resource-registry.js';
import type { ReceivedFile } from '../../../platform/storage/received-file.js';
import { columnNames } from './column-names.js';
import { mapColumns, matchFieldOf } from './column-mapping.js';
import type { ImportField } from './import-field.js';
import { CUSTOM_VALUES, ImportFields } from './import-fields.js';
import type { ImportOptions } from './import-options.js';
import type { ImportPlan } from './import-plan.js';
import { upsertOf } from './import-policy.js';
import type { RowFormat } from './row-format.js';
import { RowReader } from './row-reader.js';
import { describeTable, rowFormatOf, type TableForm } from './table-form.js';

/** Bytes by which a table is judged. */
const BEGINNING = 65_536;
/** Rows whose members are the columns of NDJSON. */
const ROWS = 100;
const MOST_COLUMNS = 500;

/** How an import goes, worked out from the table and from what its sender says of it. */
@Injectable()
export class ImportPlans {
  constructor(
    private readonly registry: ResourceRegistry,
    private readonly fields: ImportFields,
    private readonly inputs: JobInputs,
  ) {}

  /**
   * @param path `leads`
   * @throws {ValidationError} 422 for a table that is none, or a mapping that does not fit it · {PermissionDeniedError} 403
   */
  async plan(path: string, options: ImportOptions, file: ReceivedFile): Promise<ImportPlan> {
    const { descriptor, service } = this.resource(path);
    const input = this.inputs.received(file);
    const form = describeTable(await input.read(0, BEGINNING), input.size, options, file.facts.name);
    const { names, start } = await columnsOf(input, form);
    const wanted = Object.values(options.mapping ?? {}).filter((field) => field !== null);
    const fields = await this.fieldsFor(path, form.format, wanted);
    const columns = mapColumns(names, fields, options.mapping, descriptor.name);
    const matchOn = matchFieldOf(columns, service.mass.matchFields(), options);
    service.mass.require(upsertOf(options.policy, matchOn ?? undefined));
    return {
      resource: path,
      file: { name: file.facts.name, size: input.size },
      format: form.format,
      encoding: form.encoding,
      isEncodingOpen: form.isEncodingOpen,
      delimiter: form.delimiter,
      columns,
      isClosed: options.mapping !== undefined,
      policy: options.policy,
      matchOn,
      dates: options.dates,
      decimal: options.decimal,
      start,
    };
  }

  /** The fields that the caller may write now. */
  async fieldsFor(
    path: string,
    format: ImportPlan['format'],
    wanted: readonly string[] = [],
  ): Promise<readonly ImportField[]> {
    const fields = await this.fields.of(this.resource(path).descriptor, wanted);
    return format === 'csv' ? fields : [...fields, CUSTOM_VALUES];
  }

  /** Whether records of one of the types are people. @param names `contact` */
  hasPeople(names: ReadonlySet<string>): boolean {
    return [...names].some((name) => this.registry.find(name)?.descriptor.subject !== undefined);
  }

  /** @throws {NotFoundError} for what is no record type of this build */
  resource(path: string): RegisteredResource {
    const resource = this.registry.findByPath(path);
    if (resource === undefined) throw new NotFoundError('Resource');
    return resource;
  }
}

/** The names of the columns, and where the rows begin. */
async function columnsOf(
  input: JobInput,
  form: TableForm,
): Promise<{ readonly names: readonly string[]; readonly start: ImportPlan['start'] }> {
  const format: RowFormat = rowFormatOf(form);
  const reader = new RowReader(input, format, form.encoding, form.start);
  const rows = await reader.next(form.format === 'csv' ? 1 : ROWS);
  const [first] = rows;
  if (first === undefined) throw fault('must not be empty');
  // The header is the one row; of objects one must be sound.
  if (rows.every((row) => row.fault !== undefined))
    throw fault(`is no ${form.format.toUpperCase()}: its first row ${first.fault ?? ''}`);
  const names =
    form.format === 'csv'
      ? columnNames(first.cells ?? [])
      : [...new Set(rows.flatMap(({ members = {} }) => Object.keys(members)))];
  if (names.length > MOST_COLUMNS) throw fault(`has ${names.length} columns, and may have ${MOST_COLUMNS}`);
  return { names, start: form.format === 'csv' ? reader.place : form.start };
}

function fault(message: string): ValidationError {
  return new ValidationError([{ field: 'file', message }]);
}
