import { currentTenant } from '../context/request-context.js';
import type { TenantDatabase } from '../database/tenant-database.js';

const BATCH = 1_000;
/** Batches of one run; the next comes soon, so that other work of the tenant has its turn between. */
const BATCHES = 5;
const SOON = 10_000;
const DAY = 86_400_000;
const REMEMBERED = 10_000;

export interface AgedTable {
  /** With `id`, and `created_at` under an index. */
  readonly table: string;
  readonly keptMilliseconds: number;
  /** Which rows may go, in SQL; default all. */
  readonly removable?: string;
}

/** Removes the rows of a table when their time is over. A tenant without any is not looked at again until it has some. */
export class AgedRows {
  /** When each tenant is to be looked at next, in milliseconds since the Unix epoch: dispatchers run far more often. */
  private readonly nextLooks = new Map<string, number>();
  private readonly purgeText: string;

  constructor(
    private readonly database: TenantDatabase,
    private readonly aged: AgedTable,
  ) {
    const { table, removable = 'true' } = aged;
    this.purgeText = `DELETE FROM ${table} WHERE id IN (
      SELECT id FROM ${table} WHERE created_at < $1 AND ${removable}
      ORDER BY created_at, id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`;
  }

  /** At most once a day, but for the rest of what was too much at a time. @returns when to look again */
  async runDue(now: Date): Promise<Date | undefined> {
    const { id } = currentTenant();
    const known = this.nextLooks.get(id);
    if (known !== undefined && known > now.getTime()) return new Date(known);
    const next = await this.purge(now);
    if (this.nextLooks.size >= REMEMBERED) this.nextLooks.clear();
    if (next === undefined) this.nextLooks.delete(id);
    else this.nextLooks.set(id, next.getTime());
    return next;
  }

  private async purge(now: Date): Promise<Date | undefined> {
    const { keptMilliseconds } = this.aged;
    const keptSince = new Date(now.getTime() - keptMilliseconds);
    const oldest = await this.oldest();
    if (oldest === undefined) return undefined;
    let purged = oldest < keptSince ? BATCH : 0;
    for (let batch = 0; batch < BATCHES && purged === BATCH; batch += 1) {
      purged = await this.database.execute({ text: this.purgeText, values: [keptSince] });
    }
    if (purged === BATCH) return new Date(now.getTime() + SOON);
    const left = await this.oldest();
    return left && new Date(Math.max(now.getTime() + DAY, left.getTime() + keptMilliseconds));
  }

  private async oldest(): Promise<Date | undefined> {
    const { table } = this.aged;
    const [row] = await this.database.query<{ createdAt: Date }>({
      name: `${table}-oldest`,
      text: `SELECT created_at AS "createdAt" FROM ${table} ORDER BY created_at, id LIMIT 1`,
    });
    return row?.createdAt;
  }
}
