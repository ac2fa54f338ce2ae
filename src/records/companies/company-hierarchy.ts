import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { RecordWrite } from '../../platform/resource/writes/record-write.js';
import type { Company } from './company.entity.js';
import { ParentCycleError } from './company.errors.js';
import { CompanyForest, type CompanyPlace } from './company-forest.js';

/** One mover at a time: whoever comes next sees what it has left. Held to the end of the transaction. */
const LOCK = `SELECT pg_advisory_xact_lock(hashtextextended('company-hierarchy', 0))`;

const UPWARDS = `
  WITH RECURSIVE upwards AS (
    SELECT id, parent_id FROM companies WHERE id = ANY ($1::uuid[])
    UNION
    SELECT above.id, above.parent_id FROM upwards JOIN companies AS above ON above.id = upwards.parent_id
  )
  SELECT id, parent_id AS "parentId" FROM upwards`;

const ABOVE_THEMSELVES = `
  WITH RECURSIVE upwards AS (
    SELECT id, parent_id FROM companies WHERE id = ANY ($1::uuid[]) AND parent_id IS NOT NULL
    UNION
    SELECT upwards.id, above.parent_id FROM upwards JOIN companies AS above ON above.id = upwards.parent_id
    WHERE above.parent_id IS NOT NULL AND upwards.parent_id <> upwards.id
  )
  SELECT id FROM upwards WHERE parent_id = id LIMIT 1`;

/** Keeps parent companies free of cycles, deleted companies included: they may be restored. */
@Injectable()
export class CompanyHierarchy {
  constructor(private readonly database: TenantDatabase) {}

  /** Refuses each change that would close a cycle, taking the changes in their order. */
  async refuseCycles(writes: readonly RecordWrite<Company>[]): Promise<void> {
    const moves = writes.filter(isMove);
    const parents = moves.flatMap(({ after }) => after.parentId ?? []);
    if (parents.length === 0) return;
    await this.database.query({ text: LOCK });
    const places = await this.database.query<CompanyPlace & Record<string, unknown>>({
      text: UPWARDS,
      values: [parents],
    });
    const forest = new CompanyForest(places);
    for (const write of moves) {
      if (write.refused === undefined && !forest.move(write.after.id, write.after.parentId))
        write.refuse(new ParentCycleError());
    }
  }

  /**
   * Of several changes one may have made room for another, and yet not have been written itself.
   *
   * @throws {ParentCycleError} when what is written now has a cycle.
   */
  async verify(writes: readonly RecordWrite<Company>[]): Promise<void> {
    const moves = writes.filter(isMove);
    if (moves.length === 0) return;
    const values = [moves.map(({ after }) => after.id)];
    const found = await this.database.query({ text: ABOVE_THEMSELVES, values });
    if (found.length > 0) throw new ParentCycleError();
  }
}

/** A new company has nobody below it yet, so it closes no cycle. */
function isMove({ before, after }: RecordWrite<Company>): boolean {
  return before !== undefined && before.parentId !== after.parentId;
}
