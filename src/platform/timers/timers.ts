import { Injectable } from '@nestjs/common';
import { newId } from '../../kernel/identifiers.js';
import { currentTenant } from '../context/request-context.js';
import { TenantDatabase } from '../database/tenant-database.js';
import { DueMarks } from '../journal/due-marks.js';
import { type DueWork, Reactions } from '../journal/reactions.js';

export interface Timer {
  readonly id: string;
  /** Which handler it rings for. */
  readonly kind: string;
  /** What it is about; one timer per kind and subject. */
  readonly subject: string;
  readonly dueAt: Date;
  readonly payload: Readonly<Record<string, unknown>>;
}

export type TimerHandler = (timer: Timer) => Promise<void>;

const BATCH = 100;

/**
 * Durable timers in the tenant's own database: set inside the transaction of the change that wants them, rung by the
 * dispatcher once they are due, however long no worker ran. A handler runs in the transaction that removes its timer.
 */
@Injectable()
export class Timers implements DueWork {
  readonly name = 'timers';
  private readonly handlers = new Map<string, TimerHandler>();

  constructor(
    private readonly database: TenantDatabase,
    private readonly dueMarks: DueMarks,
    reactions: Reactions,
  ) {
    reactions.addDueWork(this);
  }

  on(kind: string, handler: TimerHandler): void {
    this.handlers.set(kind, handler);
  }

  /** Sets or moves the timer of this kind and subject. */
  async set(kind: string, subject: string, dueAt: Date, payload: Timer['payload'] = {}): Promise<void> {
    const tenantId = currentTenant().id;
    await this.dueMarks.advance(tenantId, dueAt);
    await this.database.execute({
      text: `INSERT INTO timers (id, kind, subject, due_at, payload) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (kind, subject) DO UPDATE SET due_at = excluded.due_at, payload = excluded.payload`,
      values: [newId(), kind, subject, dueAt, JSON.stringify(payload)],
    });
  }

  async cancel(kind: string, subject: string): Promise<void> {
    await this.database.execute({
      text: 'DELETE FROM timers WHERE kind = $1 AND subject = $2',
      values: [kind, subject],
    });
  }

  async runDue(now: Date): Promise<Date | undefined> {
    let rung = BATCH;
    while (rung === BATCH) rung = await this.ring(now);
    const [next] = await this.database.query<{ dueAt: Date | null }>({
      name: 'timers-next',
      text: 'SELECT min(due_at) AS "dueAt" FROM timers WHERE kind = ANY ($1)',
      values: [[...this.handlers.keys()]],
    });
    return next?.dueAt ?? undefined;
  }

  private ring(now: Date): Promise<number> {
    if (this.handlers.size === 0) return Promise.resolve(0);
    return this.database.transaction(async () => {
      const timers = await this.database.query<Timer>({
        name: 'timers-claim',
        text: `DELETE FROM timers WHERE id IN (
            SELECT id FROM timers WHERE due_at <= $1 AND kind = ANY ($2) ORDER BY due_at LIMIT ${BATCH}
            FOR UPDATE SKIP LOCKED)
          RETURNING id, kind, subject, due_at AS "dueAt", payload`,
        values: [now, [...this.handlers.keys()]],
      });
      for (const timer of timers) await this.handlers.get(timer.kind)?.(timer);
      return timers.length;
    });
  }
}
