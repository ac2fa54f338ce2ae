import { Injectable } from '@nestjs/common';
import type { JobInput } from '../../../foundation/jobs/index.js';
import type { ImportPreviewDto } from './dto/import-preview.dto.js';
import { ImportPlans } from './import-plans.js';
import type { ImportPlan } from './import-plan.js';
import { NamedRecords } from './named-records.js';
import { RowItems } from './row-items.js';
import { RowReader } from './row-reader.js';
import { RowWriter } from './row-writer.js';
import { rowFormatOf } from './table-form.js';

const ROWS = 20;

/** What the first rows of a table would become. */
@Injectable()
export class ImportPreviews {
  constructor(
    private readonly plans: ImportPlans,
    private readonly names: NamedRecords,
  ) {}

  /** Writes them: call it where all that is written is rolled back. */
  async of(plan: ImportPlan, input: JobInput): Promise<ImportPreviewDto> {
    const fields = await this.plans.fieldsFor(plan.resource, plan.format);
    const { mass } = this.plans.resource(plan.resource).service;
    const reader = new RowReader(input, rowFormatOf(plan), plan.encoding, plan.start);
    const writer = new RowWriter(plan, new RowItems(plan, fields), mass, this.names);
    const results = await writer.write(await reader.next(ROWS));
    const { resource, file, format, encoding, delimiter, policy, matchOn } = plan;
    return {
      ...{ resource, format, encoding, delimiter, policy, matchOn },
      file: { ...file },
      columns: plan.columns.map((column) => ({ ...column })),
      fields: fields.map(({ name, label, kind }) => ({ name, label, kind })),
      rows: results.map(({ row, item, outcome, faults }) => ({
        rowNumber: row.rowNumber,
        outcome,
        values: item === undefined ? null : { ...item },
        errors: faults.map(({ column = null, field, code, message }) => ({ column, field, code, message })),
      })),
    };
  }
}
