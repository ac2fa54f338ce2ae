import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/errors.js';
import { AccessPolicy } from '../../platform/access/access-policy.js';
import { JobsConfig } from '../../platform/config/jobs.config.js';
import { type Actor, SYSTEM_ACTOR } from '../../platform/context/actor.js';
import { currentContext, runInContext } from '../../platform/context/request-context.js';
import { TenantSignals } from '../../platform/journal/tenant-signals.js';
import { errorLine } from '../../platform/logging/error-line.js';
import { JobQueues } from '../../platform/queue/job-queues.js';
import type { ClaimedJob } from './claimed-job.js';
import { AccessLostError, LeaseLostError } from './job.errors.js';
import type { JobFacts } from './job-kind.js';
import { JobKinds } from './job-kinds.js';
import { JobStore } from './job-store.js';
import { LeasedRun } from './leased-run.js';

/** Failures in a row after which a job is given up. */
const MOST_FAILURES = 5;
const BACKOFF = 4;
/** Milliseconds for which a job waits whose kind this process does not know: another build may. */
const UNKNOWN_WAIT = 30_000;

/** Gives a claimed job its turn, and writes what came of it. */
@Injectable()
export class JobTurns {
  private readonly logger = new Logger('Jobs');

  constructor(
    private readonly store: JobStore,
    private readonly kinds: JobKinds,
    private readonly access: AccessPolicy,
    private readonly signals: TenantSignals,
    private readonly queues: JobQueues,
    private readonly config: JobsConfig,
    private readonly clock: Clock,
  ) {}

  /** Rejects only when the database does: then the lease runs out. */
  async take(job: ClaimedJob): Promise<void> {
    if (job.isCancelled && job.state !== 'reverting') {
      return this.store.finish(job, { state: 'cancelled' });
    }
    const actor = actorOf(job);
    if (actor === undefined) {
      const { code, message } = new AccessLostError();
      return this.fail(job, code, message);
    }
    if (job.failures >= MOST_FAILURES) return this.giveUp(job);
    const access = actor.kind === 'system' ? undefined : await this.access.of(actor);
    const { tenant } = currentContext();
    await runInContext({ traceId: job.traceId, tenant, actor, access }, () => this.run(job));
  }

  private async run(job: ClaimedJob): Promise<void> {
    const kind = this.kinds.find(job.kind);
    const work = job.state === 'reverting' ? kind?.revert?.bind(kind) : kind?.run.bind(kind);
    if (work === undefined) return this.later(job, UNKNOWN_WAIT);
    const run = new LeasedRun(job, this.store, {
      leaseMilliseconds: this.config.leaseMilliseconds,
      turnMilliseconds: this.config.turnMilliseconds,
      renewRights: () => this.renewRights(job),
      isStopping: () => this.queues.stopping,
      now: () => performance.now(),
    });
    let result: JobFacts | null;
    try {
      result = await work(run);
    } catch (error) {
      await run.end();
      return this.failed(job, run, error);
    }
    await run.end();
    if (run.stopped === 'cancelled') return this.store.finish(job, { state: 'cancelled' });
    if (run.stopped === 'later') {
      await this.store.release(job);
      this.signals.wake();
      return;
    }
    await this.store.finish(job, { state: job.state === 'reverting' ? 'reverted' : 'completed', result });
  }

  /** Steps are written with the rights of now, however long the turn is. */
  private async renewRights(job: ClaimedJob): Promise<void> {
    if (job.actorKind === 'system') return;
    const actor = actorOf({ ...job, role: await this.store.roleOf(job) });
    if (actor === undefined) throw new AccessLostError();
    Object.assign(currentContext(), { actor, access: await this.access.of(actor) });
  }

  private async failed(job: ClaimedJob, run: LeasedRun, error: unknown): Promise<void> {
    if (error instanceof LeaseLostError) return;
    if (error instanceof DomainError && error.status < 500 && error.status !== 429) {
      return this.fail(job, error.code, error.message);
    }
    // A step that was broken off on purpose is no failure.
    if (run.signal.aborted) {
      await this.store.release(job);
      this.signals.wake();
      return;
    }
    this.logger.warn(`Job ${job.id} (${job.kind}) failed: ${errorLine(error)}`);
    const failures = run.checkpoint === job.checkpoint ? job.failures : 0;
    if (failures + 1 >= MOST_FAILURES) return this.giveUp(job);
    const after = this.config.retryMilliseconds * BACKOFF ** failures;
    await this.store.release(job, { failed: true, after });
    await this.signals.dueAt(new Date(this.clock.milliseconds() + after));
  }

  private async later(job: ClaimedJob, after: number): Promise<void> {
    await this.store.release(job, { after });
    await this.signals.dueAt(new Date(this.clock.milliseconds() + after));
  }

  private giveUp(job: ClaimedJob): Promise<void> {
    return this.fail(job, 'JOB_FAILED', `The job failed ${MOST_FAILURES} times and was given up`);
  }

  private fail(job: ClaimedJob, code: string, message: string): Promise<void> {
    return this.store.finish(job, { state: 'failed', error: { code, message } });
  }
}

function actorOf({ actorKind, actorId: id, role, apiKeyId }: ClaimedJob): Actor | undefined {
  if (actorKind === 'system') return SYSTEM_ACTOR;
  if (role === null) return undefined;
  return apiKeyId === null ? { kind: 'user', id, role } : { kind: 'api-key', id, role, apiKeyId };
}
