import { Injectable } from '@nestjs/common';
import {
  type JobFacts,
  JobInputs,
  type JobOutcome,
  JobRecords,
  type JobRowError,
  type JobRun,
  type WrittenRecord,
} from '../../../foundation/jobs/index.js';
import type { RecordOutcome } from '../../../platform/resource/writes/mass-operations.js';
import type { RegisteredResource } from '../../../platform/resource/resource-registry.js';

const CHUNK = 200;

interface Checkpoint {
  /** The row that was undone last. */
  readonly before: number;
  readonly done: number;
  readonly total: number;
}

interface Undone {
  readonly record: WrittenRecord;
  readonly outcome: RecordOutcome;
}

/** Undoes an import: what it made goes, what it changed becomes what it was; what was changed since stays as it is. */
@Injectable()
export class ImportRevert {
  constructor(
    private readonly records: JobRecords,
    private readonly inputs: JobInputs,
  ) {}

  /** @returns null when it was told to stop */
  async run(job: JobRun, resource: RegisteredResource): Promise<JobFacts | null> {
    let place = (job.checkpoint as Checkpoint | null) ?? {
      before: Number.MAX_SAFE_INTEGER,
      done: 0,
      total: await this.records.count(job.id),
    };
    for (;;) {
      const page = await this.records.page(job.id, place.before, CHUNK);
      const last = page.at(-1);
      place = { ...place, done: place.done + page.length, before: last?.rowNumber ?? 0 };
      const verdict = await job.commit({
        checkpoint: { ...place },
        progress: { done: last === undefined ? place.total : place.done, total: place.total },
        ...(last === undefined
          ? { work: () => this.inputs.release([job.id]) }
          : { report: () => undo(job, page, resource) }),
      });
      if (verdict === 'stop') return null;
      if (last === undefined) return { ...job.counts };
    }
  }
}

async function undo(
  job: JobRun,
  page: readonly WrittenRecord[],
  { service: { mass } }: RegisteredResource,
): Promise<JobOutcome> {
  const made = page.filter(({ outcome }) => outcome === 'created');
  const changed = page.filter(({ outcome }) => outcome === 'updated');
  const removed = await mass.remove(made.map(({ recordId: id, lastVersion: version }) => ({ id, version })));
  const restored = await mass.revert(
    changed.map(({ recordId: id, lastVersion: version, firstVersion }) => ({
      id,
      version,
      former: firstVersion - 1,
    })),
  );
  const undone = [...made, ...changed].map((record, index): Undone => {
    const outcome = [...removed, ...restored][index];
    if (outcome === undefined) throw new Error('A record has no outcome');
    return { record, outcome };
  });
  const kept = undone.flatMap(errorOf);
  const { reverted = 0, kept: before = 0 } = job.counts;
  return {
    counts: { ...job.counts, reverted: reverted + undone.length - kept.length, kept: before + kept.length },
    errors: kept,
  };
}

/** Why a record stays as it is. One that is gone already needs no undoing. */
function errorOf({ record: { rowNumber, recordId, outcome: was }, outcome }: Undone): JobRowError[] {
  if (outcome.kind !== 'refused') return [];
  const { code, message } = outcome.error;
  if (code === 'NOT_FOUND' && was === 'created') return [];
  const isChanged = code === 'VERSION_MISMATCH';
  return [
    {
      rowNumber,
      field: null,
      code: isChanged ? 'CHANGED_SINCE' : code,
      message: isChanged ? 'The record was changed after the import and stays as it is' : message,
      excerpt: recordId,
    },
  ];
}
