import { Injectable } from '@nestjs/common';
import { newId } from '../../../kernel/identifiers.js';
import type { Page } from '../../../kernel/page.js';
import { RECORD_TYPES } from '../../../platform/database/record-types.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { numberedPage } from '../../../platform/http/page-of.js';
import type { PageQuery } from '../../../platform/http/page-query.js';
import { PersonalDataStores } from '../../../platform/privacy/personal-data-stores.js';
import { PersonalTable } from '../../../platform/privacy/personal-table.js';
import type { RecordWrite } from '../../../platform/resource/writes/record-write.js';
import type { Deal } from './deal.entity.js';
import type { StageChangeDto } from './dto/stage-change.dto.js';

const ADD = `INSERT INTO deal_stage_changes (id, deal_id, from_stage_id, to_stage_id, reason, changed_at, changed_by)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::timestamptz[], $7::uuid[])`;
const COUNT = 'SELECT count(*)::integer AS count FROM deal_stage_changes WHERE deal_id = $1';
const LIST = `SELECT change.id, change.from_stage_id AS "fromStageId", former.name AS "fromStageName",
    change.to_stage_id AS "toStageId", stage.name AS "toStageName", stage.pipeline_id AS "pipelineId", change.reason,
    change.changed_at AS "at", change.changed_by AS "by", change.left_at AS "leftAt",
    round(extract(epoch FROM coalesce(change.left_at, $4) - change.changed_at))::integer AS "secondsInStage"
  FROM (SELECT *, lead(changed_at) OVER (ORDER BY changed_at, id) AS left_at FROM deal_stage_changes WHERE deal_id = $1)
    AS change
  JOIN pipeline_stages AS stage ON stage.id = change.to_stage_id
  LEFT JOIN pipeline_stages AS former ON former.id = change.from_stage_id
  ORDER BY change.changed_at DESC, change.id DESC LIMIT $2 OFFSET $3`;
/** The open stage that a deal was in last, if deals may still be in it. */
const LAST_OPEN = `SELECT stage.id FROM deal_stage_changes AS change
  JOIN pipeline_stages AS stage ON stage.id = change.to_stage_id
  WHERE change.deal_id = $1 AND stage.pipeline_id = $2 AND stage.kind = 'open' AND stage.removed_at IS NULL
  ORDER BY change.changed_at DESC, change.id DESC LIMIT 1`;

/** Which stages deals were in, from when to when, and who put them there. */
@Injectable()
export class StageHistory {
  constructor(
    private readonly database: TenantDatabase,
    stores: PersonalDataStores,
  ) {
    const facts = { table: 'deal_stage_changes', resource: 'deal', columns: ['deal_id'] };
    stores.add(new PersonalTable(database, { name: 'stageChanges', ...facts }));
  }

  async store(writes: readonly RecordWrite<Deal>[]): Promise<void> {
    const moves = writes.filter(({ before, after }) => before?.stageId !== after.stageId);
    if (moves.length === 0) return;
    await this.database.execute({
      text: ADD,
      values: [
        moves.map(() => newId()),
        moves.map(({ after }) => after.id),
        moves.map(({ before }) => before?.stageId ?? null),
        moves.map(({ after }) => after.stageId),
        moves.map(({ after }) => after.closeReason),
        moves.map(({ after }) => after.stageEnteredAt),
        moves.map(({ after }) => after.updatedBy),
      ],
    });
  }

  /** The latest first. @param now until when the deal is in its last stage */
  async list(dealId: string, page: PageQuery, now: Date): Promise<Page<StageChangeDto>> {
    const [counted] = await this.database.query<{ count: number }>({ text: COUNT, values: [dealId] });
    const changes = await this.database.query<StageChangeDto & Record<string, unknown>>({
      text: LIST,
      values: [dealId, page.pageSize, (page.page - 1) * page.pageSize, now],
      types: RECORD_TYPES,
    });
    return numberedPage(changes, counted?.count ?? 0, page);
  }

  async lastOpenStage({ id, pipelineId }: Deal): Promise<string | undefined> {
    const [found] = await this.database.query<{ id: string }>({ text: LAST_OPEN, values: [id, pipelineId] });
    return found?.id;
  }
}
