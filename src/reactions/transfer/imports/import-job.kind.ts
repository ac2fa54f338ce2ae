import { Injectable } from '@nestjs/common';
import {
  type JobFacts,
  JobInputs,
  type JobKind,
  JobKinds,
  type JobOutcome,
  type JobRun,
} from '../../../foundation/jobs/index.js';
import { ImportPlans } from './import-plans.js';
import type { ImportPlan } from './import-plan.js';
import { ImportRevert } from './import-revert.js';
import { NamedRecords } from './named-records.js';
import { openEncoding } from './open-encoding.js';
import { RowItems } from './row-items.js';
import { type ReaderPlace, RowReader, type SourceRow } from './row-reader.js';
import { type RowResult, RowWriter } from './row-writer.js';
import { rowFormatOf } from './table-form.js';
import type { Encoding } from './text-encoding.js';

export const IMPORT_KIND = 'import';
/** Rows that are written in one transaction: few, so that nobody waits for their locks for long. */
const CHUNK = 100;
/** Of a row in the file of errors, in bytes. */
const LONGEST_EXCERPT = 1_000;

/** How far an import has come. Plain data. */
interface Checkpoint {
  readonly encoding: Encoding;
  readonly place: ReaderPlace;
  readonly isWhole: boolean;
}

/** Imports as jobs: some rows a step, whose records and place are written in one transaction. */
@Injectable()
export class ImportJobs implements JobKind {
  readonly name = IMPORT_KIND;

  constructor(
    private readonly plans: ImportPlans,
    private readonly inputs: JobInputs,
    private readonly names: NamedRecords,
    private readonly reverting: ImportRevert,
    kinds: JobKinds,
  ) {
    kinds.add(this);
  }

  async run(job: JobRun): Promise<JobFacts | null> {
    const plan = job.parameters as JobFacts & ImportPlan;
    const isOver = (job.checkpoint as Checkpoint | null)?.isWhole === true || (await this.import(job, plan));
    return isOver ? { resource: plan.resource, ...job.counts } : null;
  }

  /** Of people, whatever they are here: who is a contact may stand among leads. */
  isGiven({ resource }: JobFacts, resources: ReadonlySet<string>): boolean {
    const { name, subject } = this.plans.resource(String(resource)).descriptor;
    return resources.has(name) || (subject !== undefined && this.plans.hasPeople(resources));
  }

  async revert(job: JobRun): Promise<JobFacts | null> {
    const plan = job.parameters as JobFacts & ImportPlan;
    return this.reverting.run(job, this.plans.resource(plan.resource));
  }

  /** @returns whether it came to the end */
  private async import(job: JobRun, plan: ImportPlan): Promise<boolean> {
    const input = await this.inputs.open(job.id);
    const begun = job.checkpoint as Checkpoint | null;
    const encoding = begun?.encoding ?? (await openEncoding(input, plan, job.signal));
    const reader = new RowReader(input, rowFormatOf(plan), encoding, begun?.place ?? plan.start);
    const items = new RowItems(plan, await this.plans.fieldsFor(plan.resource, plan.format));
    const writer = new RowWriter(plan, items, this.plans.resource(plan.resource).service.mass, this.names);
    for (;;) {
      const rows = await reader.next(CHUNK);
      const { place } = reader;
      const isWhole = rows.length === 0;
      const verdict = await job.commit({
        checkpoint: { encoding, place, isWhole } satisfies Checkpoint,
        progress: { done: place.offset, total: input.size },
        ...(isWhole
          ? { work: () => this.inputs.release([job.id]) }
          : { report: () => this.write(job, writer, rows) }),
      });
      if (isWhole) return verdict === 'go-on';
      if (verdict === 'stop') return false;
    }
  }

  private async write(job: JobRun, writer: RowWriter, rows: readonly SourceRow[]): Promise<JobOutcome> {
    const results = await writer.write(rows);
    return {
      counts: counted(job.counts, results),
      errors: results.flatMap(errorsOf),
      records: results.flatMap(({ row: { rowNumber }, outcome, record }) => {
        if (record === undefined || (outcome !== 'created' && outcome !== 'updated')) return [];
        const { id: recordId, version } = record;
        return [{ rowNumber, resource: this.resourceOf(job), recordId, outcome, version }];
      }),
    };
  }

  private resourceOf({ parameters }: JobRun): string {
    return this.plans.resource(String(parameters['resource'])).descriptor.name;
  }
}

function errorsOf({ row, faults }: RowResult) {
  const excerpt = faults.length === 0 ? '' : excerptOf(row);
  return faults.map((fault) => ({ ...fault, rowNumber: row.rowNumber, excerpt }));
}

/** Cut by bytes, so that no half of a character is left; the database takes no NUL. */
function excerptOf({ line }: SourceRow): string {
  return line.subarray(0, LONGEST_EXCERPT).toString().trimEnd().replaceAll('\0', '\uFFFD');
}

function counted(before: JobRun['counts'], results: readonly RowResult[]): JobRun['counts'] {
  const counts: Record<string, number> = {
    created: 0,
    updated: 0,
    unchanged: 0,
    skipped: 0,
    failed: 0,
    ...before,
  };
  counts['rows'] = (counts['rows'] ?? 0) + results.length;
  for (const { outcome } of results) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}
