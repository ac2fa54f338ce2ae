import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/identifiers.js';
import { currentTenant } from '../context/request-context.js';
import { TenantDatabase } from '../database/tenant-database.js';
import { DirtyMarks } from '../journal/dirty-marks.js';
import { type DueWork, Reactions } from '../journal/reactions.js';
import { TenantSignals } from '../journal/tenant-signals.js';
import { errorLine } from '../logging/error-line.js';

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
/** The timers of one kind that ring at once, each subject once, in the order in which they fell due. */
export type TimersHandler = (timers: readonly Timer[]) => Promise<void>;
/** What a timer is set to. */
export type TimerSetting = Pick<Timer, 'subject' | 'dueAt'> & Partial<Pick<Timer, 'payload'>>;

const BATCH = 100;

const SET = `INSERT INTO timers (id, kind, subject, due_at, payload) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (kind, subject) DO UPDATE
  SET due_at = excluded.due_at, payload = excluded.payload, failures = 0, retry_at = NULL`;
const SET_IF_NONE = `INSERT INTO timers (id, kind, subject, due_at, payload) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (kind, subject) DO NOTHING`;
const SET_ALL = `INSERT INTO timers (id, kind, subject, due_at, payload)
  SELECT id, $2, subject, due_at, payload
  FROM json_to_recordset($1) AS given (id uuid, subject text, due_at timestamptz, payload jsonb)
  ON CONFLICT (kind, subject) DO UPDATE
  SET due_at = excluded.due_at, payload = excluded.payload, failures = 0, retry_at = NULL`;
const DUE = `SELECT id FROM timers WHERE coalesce(retry_at, due_at) <= $1 AND kind = ANY ($2)
  ORDER BY coalesce(retry_at, due_at), id LIMIT ${BATCH}`;
const CLAIM = `WITH claimed AS (
    DELETE FROM timers WHERE id IN (
      SELECT id FROM timers WHERE id = ANY ($1) AND coalesce(retry_at, due_at) <= $2 FOR UPDATE SKIP LOCKED)
    RETURNING id, kind, subject, due_at AS "dueAt", payload)
  SELECT * FROM claimed ORDER BY "dueAt", id`;
/** 1 s, 2 s, 4 s, … at most an hour. */
const POSTPONE = `UPDATE timers
  SET failures = failures + 1, retry_at = $2::timestamptz + least(3600, power(2, least(failures, 12))) * interval '1 s'
  WHERE id = $1`;

/**
 * Durable timers in the tenant's own database: set inside the transaction of the change that wants them, rung by the
 * dispatcher once they are due, however long no worker ran. A handler runs in the transaction that removes its timer;
 * one that fails keeps its timer, which rings again later, and holds up no other.
 */
@Injectable()
export class Timers implements DueWork {
  readonly name = 'timers';
  private readonly logger = new Logger(Timers.name);
  private readonly handlers = new Map<string, TimersHandler>();

  constructor(
    private readonly database: TenantDatabase,
    private readonly signals: TenantSignals,
    private readonly dirtyMarks: DirtyMarks,
    private readonly clock: Clock,
    reactions: Reactions,
  ) {
    reactions.addDueWork(this);
  }

  on(kind: string, handler: TimerHandler): void {
    this.onMany(kind, async (timers) => {
      for (const timer of timers) await handler(timer);
    });
  }

  /** For a handler that deals with many at once by set. When it fails, it is given each alone. */
  onMany(kind: string, handler: TimersHandler): void {
    this.handlers.set(kind, handler);
  }

  /** Sets or moves the timer of this kind and subject. */
  set(kind: string, subject: string, dueAt: Date, payload: Timer['payload'] = {}): Promise<void> {
    return this.write(SET, kind, subject, dueAt, payload);
  }

  /** Sets the timer unless one of this kind and subject runs already, which then keeps its time. */
  setIfNone(kind: string, subject: string, dueAt: Date, payload: Timer['payload'] = {}): Promise<void> {
    return this.write(SET_IF_NONE, kind, subject, dueAt, payload);
  }

  /** Sets or moves many timers of one kind, each of a subject of its own, in one statement. */
  async setAll(kind: string, settings: readonly TimerSetting[]): Promise<void> {
    if (settings.length === 0) return;
    const first = new Date(Math.min(...settings.map(({ dueAt }) => dueAt.getTime())));
    await this.announce(first);
    const rows = settings.map(({ subject, dueAt, payload = {} }) => {
      return { id: newId(), subject, due_at: dueAt, payload };
    });
    await this.database.execute({
      name: 'timers-set-all',
      text: SET_ALL,
      values: [JSON.stringify(rows), kind],
    });
  }

  private async write(
    text: string,
    kind: string,
    subject: string,
    dueAt: Date,
    payload: Timer['payload'],
  ): Promise<void> {
    await this.announce(dueAt);
    await this.database.execute({
      text,
      values: [newId(), kind, subject, dueAt, JSON.stringify(payload)],
    });
  }

  private async announce(dueAt: Date): Promise<void> {
    // The dispatcher may look before the open transaction commits, and settle: the dirty mark makes it look again.
    await this.dirtyMarks.ensure(currentTenant().id);
    await this.signals.dueAt(dueAt);
    if (dueAt.getTime() <= this.clock.milliseconds()) this.database.onCommit(() => this.signals.wake());
  }

  cancel(kind: string, subject: string): Promise<void> {
    return this.cancelAll(kind, [subject]);
  }

  async cancelAll(kind: string, subjects: readonly string[]): Promise<void> {
    if (subjects.length === 0) return;
    await this.database.execute({
      name: 'timers-cancel',
      text: 'DELETE FROM timers WHERE kind = $1 AND subject = ANY ($2)',
      values: [kind, subjects],
    });
  }

  async runDue(now: Date): Promise<Date | undefined> {
    const kinds = [...this.handlers.keys()];
    if (kinds.length === 0) return undefined;
    for (let ids = await this.due(now, kinds); ids.length > 0; ids = await this.due(now, kinds)) {
      const done = await this.ringTogether(ids, now);
      // Fewer than were due: another dispatcher is at them.
      if (done < ids.length || ids.length < BATCH) break;
    }
    const [next] = await this.database.query<{ dueAt: Date | null }>({
      name: 'timers-next',
      text: 'SELECT min(coalesce(retry_at, due_at)) AS "dueAt" FROM timers WHERE kind = ANY ($1)',
      values: [kinds],
    });
    return next?.dueAt ?? undefined;
  }

  private async due(now: Date, kinds: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>({
      name: 'timers-due',
      text: DUE,
      values: [now, kinds],
    });
    return rows.map(({ id }) => id);
  }

  /** In one transaction; when a handler fails, each in its own. @returns how many were dealt with. */
  private async ringTogether(ids: readonly string[], now: Date): Promise<number> {
    if (ids.length > 1) {
      try {
        return await this.ring(ids, now);
      } catch (error) {
        this.logger.debug(`Timers are rung one by one: ${errorLine(error)}`);
      }
    }
    for (const id of ids) {
      try {
        await this.ring([id], now);
      } catch (error) {
        this.logger.warn(`Timer ${id} is postponed: ${errorLine(error)}`);
        await this.database.execute({ text: POSTPONE, values: [id, now] });
      }
    }
    return ids.length;
  }

  private ring(ids: readonly string[], now: Date): Promise<number> {
    return this.database.transaction(async () => {
      const timers = await this.database.query<Timer>({
        name: 'timers-claim',
        text: CLAIM,
        values: [ids, now],
      });
      for (const kind of new Set(timers.map((timer) => timer.kind)))
        await this.handlers.get(kind)?.(timers.filter((timer) => timer.kind === kind));
      return timers.length;
    });
  }
}
