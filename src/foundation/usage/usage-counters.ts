import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';

/** Rows a count is spread over, so that concurrent transactions seldom wait for the same one. */
const SHARDS = 16;

const ADD = `INSERT INTO usage_counters (counter, key, shard, amount)
  SELECT $1, key, $2, amount FROM unnest($3::text[], $4::bigint[]) AS due (key, amount) ORDER BY key
  ON CONFLICT (counter, key, shard) DO UPDATE SET amount = usage_counters.amount + excluded.amount`;

const SUM = `SELECT coalesce(sum(amount), 0)::bigint AS total FROM usage_counters WHERE counter = $1`;

/** What the current tenant has of what is counted; it changes with the transaction that changes the thing itself. */
@Injectable()
export class UsageCounters {
  constructor(private readonly database: TenantDatabase) {}

  /** Adds an amount, or takes one away, under each key. */
  async add(counter: string, amounts: ReadonlyMap<string, number>): Promise<void> {
    const values = [counter, randomInt(SHARDS), [...amounts.keys()], [...amounts.values()]];
    await this.database.execute({ name: 'usage-add', text: ADD, values });
  }

  /** Over all keys. */
  async sum(counter: string): Promise<number> {
    const [row] = await this.database.query<{ total: number }>({
      name: 'usage-sum',
      text: SUM,
      values: [counter],
    });
    return row?.total ?? 0;
  }
}
