import { Injectable } from '@nestjs/common';
import {
  AROUND_THE_CLOCK,
  type WorkingHours,
  type WorkingTime,
  workingTimeOf,
} from '../../../kernel/working-time.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';

interface HoursRow extends WorkingHours {
  readonly [column: string]: unknown;
  readonly id: string;
}

const READ = `SELECT id, time_zone AS "timeZone", days, holidays FROM business_hours WHERE id = ANY ($1::uuid[])`;
const DEFAULT = 'SELECT id FROM business_hours WHERE is_default AND deleted_at IS NULL';

/** Counts the tenant's working time. */
@Injectable()
export class WorkingTimes {
  constructor(private readonly database: TenantDatabase) {}

  /**
   * By the ids of business hours, of deleted ones too.
   *
   * @returns how each counts; null for who names none, which is around the clock
   */
  async read(ids: readonly (string | null)[]): Promise<(id: string | null) => WorkingTime> {
    const named = [...new Set(ids.filter((id) => id !== null))];
    const rows =
      named.length === 0
        ? []
        : await this.database.query<HoursRow>({ name: 'business-hours', text: READ, values: [named] });
    const times = new Map(rows.map((row) => [row.id, workingTimeOf(row)]));
    return (id) => times.get(id ?? '') ?? AROUND_THE_CLOCK;
  }

  /** Those that a policy gets that names none; null when the tenant has no default. */
  async defaultId(): Promise<string | null> {
    const [row] = await this.database.query<{ id: string }>({ text: DEFAULT });
    return row?.id ?? null;
  }
}
