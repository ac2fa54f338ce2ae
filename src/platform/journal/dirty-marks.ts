import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { ControlDatabase } from '../database/control-database.js';

/** Milliseconds for which one mark covers the writes of this process. */
const WINDOW = 30_000;
/** A mark may go when it is older than the window and the longest transaction that began in it. */
const CLEARABLE_AFTER = 90_000;

const MARK = `INSERT INTO dirty_marks (tenant_id, marked_at) VALUES ($1, $2)
  ON CONFLICT (tenant_id) DO UPDATE SET generation = dirty_marks.generation + 1, marked_at = excluded.marked_at`;

export interface DirtyMark {
  readonly tenantId: string;
  readonly generation: number;
  readonly markedAt: Date;
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
    const now = this.clock.now();
    const until = this.markedUntil.get(tenantId);
    if (until !== undefined && until > now.getTime()) return;
    await this.control.query(MARK, [tenantId, now]);
    if (this.markedUntil.size > 10_000) this.markedUntil.clear();
    this.markedUntil.set(tenantId, now.getTime() + WINDOW);
  }

  /** Tenants marked longer ago than `ageMilliseconds`, oldest first. */
  async list(ageMilliseconds: number, limit: number): Promise<DirtyMark[]> {
    const before = new Date(this.clock.milliseconds() - ageMilliseconds);
    const rows = await this.control.query<{ tenant_id: string; generation: string; marked_at: Date }>(
      'SELECT tenant_id, generation, marked_at FROM dirty_marks WHERE marked_at <= $1 ORDER BY marked_at LIMIT $2',
      [before, limit],
    );
    return rows.map((row) => ({
      tenantId: row.tenant_id,
      generation: Number(row.generation),
      markedAt: row.marked_at,
    }));
  }

  /** The tenant's mark, when it is old enough to be cleared after a drain that begins now. */
  async clearable(tenantId: string): Promise<DirtyMark | undefined> {
    const before = new Date(this.clock.milliseconds() - CLEARABLE_AFTER);
    const [row] = await this.control.query<{ generation: string; marked_at: Date }>(
      'SELECT generation, marked_at FROM dirty_marks WHERE tenant_id = $1 AND marked_at <= $2',
      [tenantId, before],
    );
    return row && { tenantId, generation: Number(row.generation), markedAt: row.marked_at };
  }

  /** Compare-and-set: a mark renewed meanwhile stays. */
  async clear(mark: DirtyMark): Promise<void> {
    await this.control.query('DELETE FROM dirty_marks WHERE tenant_id = $1 AND generation = $2', [
      mark.tenantId,
      mark.generation,
    ]);
  }
}
