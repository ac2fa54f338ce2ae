export const JOB_STATES = [
  'queued',
  'running',
  'completed',
  'failed',
  'cancelled',
  'reverting',
  'reverted',
] as const;

export type JobState = (typeof JOB_STATES)[number];

const UNFINISHED: ReadonlySet<JobState> = new Set<JobState>(['queued', 'running', 'reverting']);

/** Whether nothing more happens to it, unless somebody asks for its reverting. */
export function isFinished(state: JobState): boolean {
  return !UNFINISHED.has(state);
}
