import { Injectable } from '@nestjs/common';
import {
  type ErasedNames,
  type HeldJob,
  type JobFacts,
  JobFiles,
  type JobKind,
  JobKinds,
  type JobRun,
} from '../../foundation/jobs/index.js';
import type { RecordLink } from '../../platform/resource/relations/record-link.js';
import { HeldRecords } from './held-records.js';
import { PersonRecords } from './person-records.js';
import { SubjectLines } from './subject-lines.js';

export const SUBJECT_EXPORT_KIND = 'subject-export';
/** Bytes that a step gathers before it is written, and lines at most. */
const STEP_BYTES = 2_000_000;
const STEP_LINES = 5_000;
/** Ids that the result names; of more it says nothing. */
const MOST_NAMED = 1_000;

/** How far it has come. Plain data. */
interface Place {
  readonly records: readonly RecordLink[];
  /** Number of the part that is at it, and its lines that are written. */
  readonly part: number;
  readonly lines: number;
  readonly filePart: number;
  readonly bytes: number;
  readonly total: number;
}

interface Step {
  readonly bytes: Buffer;
  readonly next: Place;
}

/** Everything that is held on a person as a file of JSON lines, by the stores that would erase it. */
@Injectable()
export class SubjectExports implements JobKind {
  readonly name = SUBJECT_EXPORT_KIND;

  constructor(
    private readonly people: PersonRecords,
    private readonly held: HeldRecords,
    private readonly lines: SubjectLines,
    private readonly files: JobFiles,
    kinds: JobKinds,
  ) {
    kinds.add(this);
  }

  async run(job: JobRun): Promise<JobFacts | null> {
    const parts = this.lines.parts();
    let place = (job.checkpoint as Place | null) ?? (await this.beginning(job.parameters));
    while (place.part < parts.length) {
      const { bytes, next } = await this.step(place);
      const { filePart } = place;
      const verdict = await job.commit({
        checkpoint: { ...next },
        progress: { done: next.part, total: parts.length },
        counts: { lines: next.total },
        work: () => this.files.append(job.id, filePart, bytes, true),
      });
      if (verdict === 'stop') return null;
      place = next;
    }
    const { records, bytes, total } = place;
    const name = `${String(job.parameters['resource'])}-${String(job.parameters['recordId'])}.ndjson`;
    return {
      file: { name, type: 'application/x-ndjson; charset=utf-8', bytes },
      lines: total,
      recordCount: records.length,
      recordIds: records.length > MOST_NAMED ? null : records.map(({ id }) => id),
    };
  }

  /** @throws what `PersonRecords.find` throws, with the rights of now */
  async checkReader(parameters: JobFacts): Promise<void> {
    await this.people.find(String(parameters['path']), String(parameters['recordId']), 'disclose');
  }

  holds({ result }: HeldJob, { ids }: ErasedNames): boolean {
    const named = result?.['recordIds'];
    return !Array.isArray(named) || named.some((id: unknown) => ids.has(String(id)));
  }

  private async beginning({ path, recordId }: JobFacts): Promise<Place> {
    const { records } = await this.people.find(String(path), String(recordId), 'disclose');
    return { records: await this.held.of(records), part: 0, lines: 0, filePart: 0, bytes: 0, total: 0 };
  }

  /** The rest of a part, or as much of it as a step holds. */
  private async step(place: Place): Promise<Step> {
    const [part] = this.lines.parts().slice(place.part);
    const gathered: string[] = [];
    let [size, seen] = [0, 0];
    let isWhole = true;
    for await (const line of part?.lines(place.records) ?? []) {
      seen += 1;
      if (seen <= place.lines) continue;
      const text = `${JSON.stringify(line)}\n`;
      size += text.length;
      gathered.push(text);
      if (size < STEP_BYTES && gathered.length < STEP_LINES) continue;
      isWhole = false;
      break;
    }
    const bytes = Buffer.from(gathered.join(''));
    const after = isWhole ? { part: place.part + 1, lines: 0 } : { part: place.part, lines: seen };
    const filePart = place.filePart + this.files.partsOf(bytes);
    const total = place.total + gathered.length;
    return { bytes, next: { ...place, ...after, filePart, total, bytes: place.bytes + bytes.length } };
  }
}
