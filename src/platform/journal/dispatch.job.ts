import { Injectable } from '@nestjs/common';
import { QueueConfig } from '../config/queue.config.js';
import { currentTenant } from '../context/request-context.js';
import { TenantDatabase } from '../database/tenant-database.js';
import { JobHost } from '../queue/job-host.js';
import { TenantJob, type TenantJobData } from '../queue/tenant-job.js';
import { errorLine } from '../logging/error-line.js';
import { DirtyMarks } from './dirty-marks.js';
import { DueMarks } from './due-marks.js';
import { JournalReader } from './journal-reader.js';
import { type JournalConsumer, Reactions } from './reactions.js';
import { DISPATCH_QUEUE } from './wake-ups.js';

const STAMP_BATCH = 1_000;
const CONSUME_BATCH = 200;

const CURSOR = `INSERT INTO journal_consumers (name) VALUES ($1) ON CONFLICT (name) DO UPDATE SET name = $1
  RETURNING position`;

/**
 * The dispatcher: stamps what was committed, lets every consumer read on from its cursor, then does what is due.
 * Any number may run for one tenant at once: the head row and the cursor rows are their locks. What fails keeps
 * nobody else from its turn; the tenant stays due until it works.
 */
@Injectable()
export class DispatchJob extends TenantJob<TenantJobData> {
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

  protected async handle(): Promise<void> {
    const tenantId = currentTenant().id;
    const failures: Error[] = [];
    const mark = await this.dirtyMarks.clearable(tenantId);
    await this.stamp();
    for (const consumer of this.reactions.consumers) {
      await this.attempt(failures, consumer.name, () => this.drain(consumer));
    }
    const now = this.host.clock.now();
    const next = await this.runDue(now, failures);
    await this.dueMarks.settle(tenantId, failures.length > 0 ? now : next, now);
    if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join('; '));
    if (mark !== undefined) await this.dirtyMarks.clear(mark);
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
      const [cursor] = await this.database.query<{ position: number }>({
        name: 'journal-cursor',
        text: CURSOR,
        values: [consumer.name],
      });
      const events = await this.reader.headsAfter(cursor?.position ?? 0, CONSUME_BATCH);
      const last = events.at(-1);
      if (last === undefined) return 0;
      await consumer.consume(events);
      await this.database.execute({
        name: 'journal-advance',
        text: 'UPDATE journal_consumers SET position = $2 WHERE name = $1',
        values: [consumer.name, last.position],
      });
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
