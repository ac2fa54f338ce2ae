import type { ClaimedJob } from './claimed-job.js';
import { LeaseLostError } from './job.errors.js';
import type { JobCommit, JobFacts, JobProgress, JobRun } from './job-kind.js';
import type { JobStore } from './job-store.js';

export interface TurnLimits {
  readonly leaseMilliseconds: number;
  readonly turnMilliseconds: number;
  /** Looks up anew what who asked may do. Rejects when they may nothing more. */
  renewRights(): Promise<void>;
  /** Whether the process stops. */
  isStopping(): boolean;
  /** Milliseconds since some beginning; never goes back. */
  now(): number;
}

/** One turn of a job: commits its steps while it has the lease, and keeps the lease between them. */
export class LeasedRun implements JobRun {
  readonly id: string;
  readonly parameters: JobFacts;
  checkpoint: JobFacts | null;
  progress: JobProgress;
  counts: Readonly<Record<string, number>>;
  /** Why the run was told to stop. */
  stopped: 'cancelled' | 'later' | undefined;
  private readonly aborter = new AbortController();
  private readonly beganAt: number;
  private readonly heart: NodeJS.Timeout;
  private beating: Promise<void> | undefined;

  constructor(
    private readonly job: ClaimedJob,
    private readonly store: Pick<JobStore, 'commit' | 'heartbeat'>,
    private readonly limits: TurnLimits,
  ) {
    this.id = job.id;
    this.parameters = job.parameters;
    this.checkpoint = job.checkpoint;
    this.progress = { done: job.done, total: job.total };
    this.counts = job.counts;
    this.beganAt = limits.now();
    this.heart = setInterval(() => this.beat(), limits.leaseMilliseconds / 3);
    this.heart.unref();
  }

  get signal(): AbortSignal {
    return this.aborter.signal;
  }

  async commit(step: JobCommit): Promise<'go-on' | 'stop'> {
    if (this.stopped !== undefined) throw new Error('The job was told to stop, and goes on');
    await this.limits.renewRights();
    const { isCancelled, counts } = await this.store.commit(this.job, step);
    this.checkpoint = step.checkpoint;
    this.progress = step.progress;
    this.counts = counts ?? this.counts;
    const isOver = this.limits.now() - this.beganAt >= this.limits.turnMilliseconds;
    if (isCancelled && this.job.state !== 'reverting') this.stopped = 'cancelled';
    else if (isOver || this.limits.isStopping()) this.stopped = 'later';
    return this.stopped === undefined ? 'go-on' : 'stop';
  }

  /** No heartbeat is under way when it resolves. */
  async end(): Promise<void> {
    clearInterval(this.heart);
    await this.beating;
  }

  private beat(): void {
    if (this.limits.isStopping()) this.aborter.abort();
    this.beating ??= this.keepLease().finally(() => (this.beating = undefined));
  }

  private async keepLease(): Promise<void> {
    try {
      if ((await this.store.heartbeat(this.job)) && this.job.state !== 'reverting') this.aborter.abort();
    } catch (error) {
      // Of a database that is away the next commit tells.
      if (error instanceof LeaseLostError) this.aborter.abort();
    }
  }
}
