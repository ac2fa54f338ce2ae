import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { ControlDatabase } from '../database/control-database.js';

/** Milliseconds for which one mark covers the writes of this process. */
const WINDOW = 30_000;
/** A mark may go when it is older than the window and the longest transaction that began in it. */
const CLEARABLE_AFTER = 90_000;

/**
 * The time is the server's, so that a process with a wrong clock cannot make a mark look old. A generation never
 * comes back, not even after its row was deleted.
 */
const MARK = `INSERT INTO dirty_marks (tenant_id, generation, marked_at)
  VALUES ($1, floor(extract(epoch FROM clock_timestamp()) * 1000000), clock_timestamp())
  ON CONFLICT (tenant_id) DO UPDATE SET marked_at = greatest(dirty_marks.marked_at, excluded.marked_at),
    generation = greatest(dirty_marks.generation + 1, excluded.generation)`;
const OLD = `marked_at <= clock_timestamp() - $1 * interval '1 millisecond'`;

export interface DirtyMark {
  readonly tenantId: string;
  readonly generation: number;
}

/**
 * Says in the control database which tenants may have journal rows nobody has looked at. The mark is committed
 * before the write it covers, so a crash between a commit and its wake-up is found without visiting idle tenants.
 */
@Injectable()
export class DirtyMarks {
  private readonly markedUntil = new Map<string, number>();

  constructor(
    private readonly control: ControlDatabase,
    private readonly clock: Clock,
  ) {}

  async ensure(tenantId: string): Promise<void> {
    const now = this.clock.milliseconds();
    const until = this.markedUntil.get(tenantId);
    if (until !== undefined && until > now) return;
    await this.control.query(MARK, [tenantId]);
    if (this.markedUntil.size > 10_000) this.markedUntil.clear();
    this.markedUntil.set(tenantId, now + WINDOW);
  }

  /** Tenants whose mark is older than `ageMilliseconds`, in the order of their ids, after `after`. */
  async list(ageMilliseconds: number, after: string, limit: number): Promise<string[]> {
    const rows = await this.control.query<{ tenant_id: string }>(
      `SELECT tenant_id FROM dirty_marks WHERE ${OLD} AND tenant_id > $2 ORDER BY tenant_id LIMIT $3`,
      [ageMilliseconds, after, limit],
    );
    return rows.map((row) => row.tenant_id);
  }

  /** The tenant's mark, when it is old enough to be cleared after a drain that begins now. */
  async clearable(tenantId: string): Promise<DirtyMark | undefined> {
    const [row] = await this.control.query<{ generation: string }>(
      `SELECT generation FROM dirty_marks WHERE ${OLD} AND tenant_id = $2`,
      [CLEARABLE_AFTER, tenantId],
    );
    return row && { tenantId, generation: Number(row.generation) };
  }

  /** Compare-and-set: a mark renewed meanwhile stays. */
  async clear(mark: DirtyMark): Promise<void> {
    await this.control.query('DELETE FROM dirty_marks WHERE tenant_id = $1 AND generation = $2', [
      mark.tenantId,
      mark.generation,
    ]);
  }
}
