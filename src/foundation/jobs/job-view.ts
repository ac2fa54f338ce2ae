import type { JobDto } from './dto/job.dto.js';
import { JOB_TABLE } from './job-list.policy.js';
import type { JobRow } from './job-row.js';
import type { JobState } from './job-states.js';

const ROOT = '/api/jobs';
const REVERTIBLE: ReadonlySet<JobState> = new Set<JobState>(['completed', 'cancelled', 'failed']);

/** Columns of a job, under the names of `JobRow`. */
export const JOB_COLUMNS = JOB_TABLE.selection;

/** A job as the API shows it. @param canRevert whether its kind can be undone */
export function jobView(row: JobRow, canRevert: boolean): JobDto {
  const { done, total, errorCode, errorMessage, actorKind: _kind, ...shown } = row;
  const self = `${ROOT}/${row.id}`;
  const hasFile = row.state === 'completed' && row.result?.['file'] !== undefined;
  const isCancellable = row.state === 'queued' || row.state === 'running';
  const isRevertible = canRevert && REVERTIBLE.has(row.state);
  return {
    ...shown,
    progress: { done, total, percent: percentOf(row) },
    error: errorCode === null ? null : { code: errorCode, message: errorMessage ?? '' },
    links: {
      self,
      events: `${self}/events`,
      errors: `${self}/errors`,
      result: hasFile ? `${self}/result` : null,
      cancel: isCancellable ? `${self}/cancel` : null,
      revert: isRevertible ? `${self}/revert` : null,
    },
  };
}

function percentOf({ state, done, total }: JobRow): number | null {
  if (state === 'completed' || state === 'reverted') return 100;
  if (total === null) return null;
  return total === 0 ? 0 : Math.min(100, Math.floor((done * 100) / total));
}
