import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { ControlDatabase } from '../database/control-database.js';

const ADVANCE = `INSERT INTO due_marks (tenant_id, due_at) VALUES ($1, $2)
  ON CONFLICT (tenant_id) DO UPDATE SET due_at = LEAST(due_marks.due_at, excluded.due_at)`;
const SETTLE = `INSERT INTO due_marks (tenant_id, due_at) VALUES ($1, $2)
  ON CONFLICT (tenant_id) DO UPDATE
  SET due_at = CASE WHEN due_marks.due_at <= $3 THEN excluded.due_at
                    ELSE LEAST(due_marks.due_at, excluded.due_at) END`;

/** When each tenant next has something due (a retry, a timer, a lease that may expire). Idle tenants have no row. */
@Injectable()
export class DueMarks {
  constructor(
    private readonly control: ControlDatabase,
    private readonly clock: Clock,
  ) {}

  async advance(tenantId: string, dueAt: Date): Promise<void> {
    await this.control.query(ADVANCE, [tenantId, dueAt]);
  }

  /** After the work due at `since` is done: the next due time, or none. A mark set meanwhile for later stays. */
  async settle(tenantId: string, next: Date | undefined, since: Date): Promise<void> {
    if (next !== undefined) await this.control.query(SETTLE, [tenantId, next, since]);
    else
      await this.control.query('DELETE FROM due_marks WHERE tenant_id = $1 AND due_at <= $2', [
        tenantId,
        since,
      ]);
  }

  /** Tenants that have something due, in the order of their ids, after `after`. */
  async listDue(after: string, limit: number): Promise<string[]> {
    const rows = await this.control.query<{ tenant_id: string }>(
      'SELECT tenant_id FROM due_marks WHERE due_at <= $1 AND tenant_id > $2 ORDER BY tenant_id LIMIT $3',
      [this.clock.now(), after, limit],
    );
    return rows.map((row) => row.tenant_id);
  }
}
