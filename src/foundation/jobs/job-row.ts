import type { JobFacts } from './job-kind.js';
import type { JobState } from './job-states.js';

/** A job as its table shows it. Times are ISO 8601 in UTC. */
export interface JobRow extends Record<string, unknown> {
  readonly id: string;
  readonly kind: string;
  readonly state: JobState;
  readonly actorKind: string;
  readonly requestedById: string;
  readonly apiKeyId: string | null;
  readonly parameters: JobFacts;
  readonly done: number;
  readonly total: number | null;
  readonly counts: Readonly<Record<string, number>>;
  readonly result: JobFacts | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly cancelRequestedAt: string | null;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly expiresAt: string | null;
  readonly version: number;
}
