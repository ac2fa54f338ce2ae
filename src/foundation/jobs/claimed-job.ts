import type { JobFacts } from './job-kind.js';
import type { JobState } from './job-states.js';

/** A job that this process has the lease of. */
export interface ClaimedJob {
  readonly id: string;
  readonly kind: string;
  readonly state: JobState;
  readonly token: string;
  readonly traceId: string;
  readonly actorKind: 'user' | 'api-key' | 'system';
  readonly actorId: string;
  readonly apiKeyId: string | null;
  /** Of who asked, now; null when they are no active member. */
  readonly role: string | null;
  readonly parameters: JobFacts;
  readonly checkpoint: JobFacts | null;
  readonly done: number;
  readonly total: number | null;
  readonly counts: Readonly<Record<string, number>>;
  /** Times in a row that it failed, or its process died. */
  readonly failures: number;
  readonly isCancelled: boolean;
}
