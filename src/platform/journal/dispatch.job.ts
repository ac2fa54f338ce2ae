import { Injectable } from '@nestjs/common';
import { QueueConfig } from '../config/queue.config.js';
import { currentTenant } from '../context/request-context.js';
import { TenantDatabase } from '../database/tenant-database.js';
import { JobHost } from '../queue/job-host.js';
import { TenantJob } from '../queue/tenant-job.js';
import { errorLine } from '../logging/error-line.js';
import { DirtyMarks } from './dirty-marks.js';
import { DueMarks } from './due-marks.js';
import { JournalReader } from './journal-reader.js';
import { type JournalConsumer, Reactions } from './reactions.js';
import { DISPATCH_QUEUE, type DispatchJobData } from './wake-ups.js';

const STAMP_BATCH = 1_000;
const CONSUME_BATCH = 200;

/**
 * The dispatcher: stamps what was committed, lets every consumer read on from its cursor, then does what is due.
 * Any number may run for one tenant at once: the head row and the cursor rows are their locks. What fails keeps
 * nobody else from its turn; the tenant stays due until it works.
 *
 * After a commit it looks at the journal only, and for those consumers only that are in a hurry: whatever else falls due
 * has its mark, which the sweep reads, and the commit left a dirty mark, which it reads as well. No dirty
 * mark goes before a look at everything, so what a crash leaves undone after a commit is found by that look.
 */
@Injectable()
export class DispatchJob extends TenantJob<DispatchJobData> {
  constructor(
    host: JobHost,
    config: QueueConfig,
    private readonly database: TenantDatabase,
    private readonly reader: JournalReader,
    private readonly reactions: Reactions,
    private readonly dirtyMarks: DirtyMarks,
    private readonly dueMarks: DueMarks,
  ) {
    super(DISPATCH_QUEUE, config.dispatchConcurrency, host);
  }

  protected async handle({ looksAt = 'all' }: DispatchJobData): Promise<void> {
    const failures: Error[] = [];
    if (looksAt === 'journal') await this.readOn(await this.hurried(), failures);
    else await this.lookAfterAll(failures);
    if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join('; '));
  }

  private async lookAfterAll(failures: Error[]): Promise<void> {
    const tenantId = currentTenant().id;
    const mark = await this.dirtyMarks.clearable(tenantId);
    await this.readOn(this.reactions.consumers, failures);
    const now = this.host.clock.now();
    const next = await this.runDue(now, failures);
    await this.dueMarks.settle(tenantId, failures.length > 0 ? now : next, now);
    if (failures.length === 0 && mark !== undefined) await this.dirtyMarks.clear(mark);
  }

  private async hurried(): Promise<readonly JournalConsumer[]> {
    const hurried: JournalConsumer[] = [];
    for (const consumer of this.reactions.consumers) if (!(await isPatient(consumer))) hurried.push(consumer);
    return hurried;
  }

  private async readOn(consumers: readonly JournalConsumer[], failures: Error[]): Promise<void> {
    for (const consumer of consumers) {
      await this.attempt(failures, consumer.name, () => this.drain(consumer));
    }
    // Consumers stamp in their transactions; the change feed needs it even when none of them succeeds.
    if (failures.length > 0 || consumers.length === 0) await this.stamp();
  }

  private async attempt(failures: Error[], name: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      failures.push(new Error(`${name}: ${errorLine(error)}`, { cause: error }));
    }
  }

  private async drain(consumer: JournalConsumer): Promise<void> {
    let read = CONSUME_BATCH;
    while (read === CONSUME_BATCH) read = await this.consume(consumer);
  }

  private async stamp(): Promise<void> {
    let stamped = STAMP_BATCH;
    while (stamped === STAMP_BATCH) {
      const [row] = await this.database.query<{ stamped: number }>({
        name: 'journal-stamp',
        text: 'SELECT stamp_journal($1) AS stamped',
        values: [STAMP_BATCH],
      });
      stamped = row?.stamped ?? 0;
      if (stamped > 0) this.reactions.pulse.beat(currentTenant().id, 'stamped');
    }
  }

  private consume(consumer: JournalConsumer): Promise<number> {
    return this.database.transaction(async () => {
      const events = await this.reader.take(consumer.name, CONSUME_BATCH);
      if (events.length === 0) return 0;
      const { id } = currentTenant();
      this.database.onCommit(() => this.reactions.pulse.beat(id, 'stamped'));
      await consumer.consume(events);
      return events.length;
    });
  }

  private async runDue(now: Date, failures: Error[]): Promise<Date | undefined> {
    const times: number[] = [];
    for (const work of this.reactions.dueWorks) {
      await this.attempt(failures, work.name, async () => {
        const due = await work.runDue(now);
        if (due !== undefined) times.push(due.getTime());
      });
    }
    return times.length === 0 ? undefined : new Date(Math.min(...times));
  }
}

async function isPatient(consumer: JournalConsumer): Promise<boolean> {
  return typeof consumer.isPatient === 'function' ? consumer.isPatient() : consumer.isPatient === true;
}
