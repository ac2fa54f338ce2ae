import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { UnavailableError } from '../../kernel/errors.js';
import { newId } from '../../kernel/identifiers.js';
import { StorageConfig } from '../config/storage.config.js';
import { currentTenant } from '../context/request-context.js';
import { TenantDatabase } from '../database/tenant-database.js';
import { DirtyMarks } from '../journal/dirty-marks.js';
import { type DueWork, Reactions } from '../journal/reactions.js';
import { TenantSignals } from '../journal/tenant-signals.js';
import { errorLine } from '../logging/error-line.js';
import { objectKey } from './object-key.js';
import { ObjectStorage } from './object-storage.js';

const BATCH = 50;

const ADD = `INSERT INTO unsettled_objects (key, state, due_at) VALUES ($1, $2, $3)`;
const KEEP = `DELETE FROM unsettled_objects WHERE key = $1 AND state = 'writing'`;
/** Of one that a row holds there is no line: not even a commit of which the answer was lost is undone. */
const DISCARD = `UPDATE unsettled_objects SET state = 'removing' WHERE key = $1`;
const FORGET = 'DELETE FROM unsettled_objects WHERE key = $1';
/** Whoever wants to keep one that is taken here comes too late. Again after 10 s, 20 s, … at most an hour. */
const TAKE = `UPDATE unsettled_objects SET state = 'removing', failures = failures + 1,
    due_at = $1::timestamptz + least(3600, 10 * power(2, least(failures, 12))) * interval '1 s'
  WHERE key IN (SELECT key FROM unsettled_objects WHERE due_at <= $1 ORDER BY due_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
  RETURNING key`;
const NEXT = 'SELECT min(due_at) AS "dueAt" FROM unsettled_objects';

/**
 * The current tenant's objects that no row holds: not yet, or no more. A line is committed before the first byte is
 * written, and goes in the transaction of the row that holds them; it comes back in the one that removes that row.
 * What has a line when its time is over is removed, whatever process died when.
 */
@Injectable()
export class ObjectLedger implements DueWork {
  readonly name = 'unsettled objects';
  private readonly logger = new Logger(ObjectLedger.name);

  constructor(
    private readonly database: TenantDatabase,
    private readonly storage: ObjectStorage,
    private readonly signals: TenantSignals,
    private readonly dirtyMarks: DirtyMarks,
    private readonly clock: Clock,
    private readonly config: StorageConfig,
    reactions: Reactions,
  ) {
    reactions.addDueWork(this);
  }

  /** Call it outside a transaction, before the bytes are written. @returns the key to write them under */
  async begin(purpose: string): Promise<string> {
    const key = objectKey(currentTenant().id, purpose, newId());
    await this.add(key, 'writing', new Date(this.clock.milliseconds() + this.config.settleMilliseconds));
    return key;
  }

  /** In the transaction of the row that holds the object. @throws {UnavailableError} 503 when its time is over */
  async keep(key: string): Promise<void> {
    const kept = await this.database.execute({ name: 'object-keep', text: KEEP, values: [key] });
    if (kept === 0) throw new UnavailableError('The upload took too long; try again');
  }

  /** In the transaction of the change after which no row holds the object. Its bytes go after the commit. */
  async release(key: string): Promise<void> {
    await this.add(key, 'removing', this.clock.now());
    this.database.onCommit(() => this.signals.wake());
  }

  /** Outside a transaction: removes an object that was begun, unless a row holds it. Never throws; its line remembers it. */
  async discard(key: string): Promise<void> {
    try {
      const unsettled = await this.database.execute({ text: DISCARD, values: [key] });
      if (unsettled > 0) await this.remove(key);
    } catch (error) {
      this.logger.warn(`Object ${key} is removed later: ${errorLine(error)}`);
    }
  }

  async runDue(now: Date): Promise<Date | undefined> {
    for (
      let keys = await this.take(now);
      keys.length > 0;
      keys = keys.length < BATCH ? [] : await this.take(now)
    ) {
      for (const key of keys) await this.remove(key);
    }
    const [next] = await this.database.query<{ dueAt: Date | null }>({ name: 'objects-next', text: NEXT });
    return next?.dueAt ?? undefined;
  }

  private async add(key: string, state: 'writing' | 'removing', dueAt: Date): Promise<void> {
    // The dispatcher may look before this commits, and settle: the dirty mark makes it look again.
    await this.dirtyMarks.ensure(currentTenant().id);
    await this.signals.dueAt(dueAt);
    await this.database.execute({ name: 'object-add', text: ADD, values: [key, state, dueAt] });
  }

  private async take(now: Date): Promise<string[]> {
    const rows = await this.database.query<{ key: string }>({
      name: 'objects-take',
      text: TAKE,
      values: [now],
    });
    return rows.map(({ key }) => key);
  }

  /** No transaction is open while the store works: a crash in between removes the bytes twice. */
  private async remove(key: string): Promise<void> {
    await this.storage.remove(key);
    await this.database.execute({ name: 'object-forget', text: FORGET, values: [key] });
  }
}
