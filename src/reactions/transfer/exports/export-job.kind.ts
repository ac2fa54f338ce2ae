import { Injectable } from '@nestjs/common';
import {
  type ErasedNames,
  type HeldJob,
  JobFiles,
  type JobFacts,
  type JobKind,
  JobKinds,
  type JobRun,
} from '../../../foundation/jobs/index.js';
import { PermissionDeniedError } from '../../../kernel/errors.js';
import type { Reach } from '../../../platform/access/access.js';
import { currentAccess } from '../../../platform/context/request-context.js';
import { isNamed } from '../../../platform/resource/lists/named-fields.js';
import type { ExportColumn } from './export-columns.js';
import { CONTENT_TYPES, readFormat } from './export-format.js';
import { ExportPlans } from './export-plans.js';
import type { ExportRequest } from './export-request.js';
import { type ExportWriter, type WriterState, writerOf } from './export-writer.js';

export const EXPORT_KIND = 'export';
/** Bytes that a step gathers before it is written, and records at most. */
const STEP_BYTES = 2_000_000;
const STEP_RECORDS = 10_000;
const REACHES: readonly (Reach | undefined)[] = [undefined, 'own', 'team', 'any'];

type Parameters = ExportRequest & { readonly resource: string };

/** How far an export has come. Plain data. */
interface Checkpoint {
  readonly columns: readonly ExportColumn[];
  readonly cursor: string | null;
  readonly writer: WriterState;
  readonly part: number;
  readonly records: number;
  readonly bytes: number;
  readonly total: number | null;
  readonly isWhole: boolean;
}

interface Step {
  readonly bytes: Buffer;
  readonly after: Omit<Checkpoint, 'part'>;
}

/** Exports as jobs: some thousand records a step, whose bytes and place are kept in one transaction. */
@Injectable()
export class ExportJobs implements JobKind {
  readonly name = EXPORT_KIND;

  constructor(
    private readonly plans: ExportPlans,
    private readonly files: JobFiles,
    kinds: JobKinds,
  ) {
    kinds.add(this);
  }

  async run(job: JobRun): Promise<JobFacts | null> {
    const request = parametersOf(job.parameters);
    let place = (job.checkpoint as Checkpoint | null) ?? (await this.beginning(request));
    const writer = writerOf(request, place.columns, place.writer);
    while (!place.isWhole) {
      const { bytes, after } = await this.read(request, writer, place);
      const next = { ...after, part: place.part + this.files.partsOf(bytes) };
      const { part } = place;
      const verdict = await job.commit({
        checkpoint: next,
        progress: { done: next.records, total: next.total },
        counts: { records: next.records },
        work: () => this.files.append(job.id, part, bytes, request.format !== 'xlsx'),
      });
      if (verdict === 'stop') return null;
      place = next;
    }
    const { plural } = this.plans.resource(request.resource).descriptor;
    return { ...resultOf(request, place), reach: currentAccess().reach(`${plural}:read`) };
  }

  /** A file holds what its reader might see when it was made. @throws {PermissionDeniedError} when that is more than now */
  checkReader(parameters: JobFacts, result: JobFacts): void {
    const { plural } = this.plans.resource(String(parameters['resource'])).descriptor;
    const { columns, reach } = result as { readonly columns: readonly string[]; readonly reach: Reach };
    const access = currentAccess();
    const hidden = access.hiddenFields(plural);
    const isLess = REACHES.indexOf(access.reach(`${plural}:read`)) < REACHES.indexOf(reach);
    if (isLess || columns.some((column) => isNamed(hidden, column))) {
      throw new PermissionDeniedError('The file holds more than you may see now: export again');
    }
  }

  holds({ parameters }: HeldJob, { resources }: ErasedNames): boolean {
    return resources.has(this.plans.resource(String(parameters['resource'])).descriptor.name);
  }

  private async beginning(request: Parameters): Promise<Checkpoint> {
    const columns = await this.plans.columns(request.resource, request);
    const total = await this.plans.total(request.resource, request);
    return { columns, cursor: null, writer: null, part: 0, records: 0, bytes: 0, total, isWhole: false };
  }

  private async read(request: Parameters, writer: ExportWriter, place: Checkpoint): Promise<Step> {
    const parts: Buffer[] = [];
    let { cursor, records } = place;
    let size = 0;
    const add = (bytes: Buffer): void => {
      parts.push(bytes);
      size += bytes.length;
    };
    do {
      const page = await this.plans.slice(request.resource, request, cursor ?? undefined);
      records += page.items.length;
      cursor = page.nextCursor;
      add(await writer.write(page.items));
    } while (cursor !== null && size < STEP_BYTES && records - place.records < STEP_RECORDS);
    const isWhole = cursor === null;
    if (isWhole) add(await writer.end());
    const after = { ...place, cursor, records, isWhole, writer: writer.state, bytes: place.bytes + size };
    return { bytes: Buffer.concat(parts), after };
  }
}

function parametersOf(facts: JobFacts): Parameters {
  return {
    resource: String(facts['resource']),
    format: readFormat(facts['format']),
    byteOrderMark: facts['byteOrderMark'] === true,
    list: facts['list'] as ExportRequest['list'],
    fields: facts['fields'] as readonly string[] | undefined,
  };
}

function resultOf({ resource, format }: Parameters, { columns, records, bytes }: Checkpoint): JobFacts {
  return {
    file: { name: `${resource}.${format}`, type: CONTENT_TYPES[format], bytes },
    records,
    columns: columns.map(({ name }) => name),
  };
}
