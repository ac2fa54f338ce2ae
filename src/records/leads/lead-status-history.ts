import { Injectable } from '@nestjs/common';
import { newId } from '../../kernel/identifiers.js';
import type { Page } from '../../kernel/page.js';
import { RECORD_TYPES } from '../../platform/database/record-types.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { numberedPage } from '../../platform/http/page-of.js';
import type { PageQuery } from '../../platform/http/page-query.js';
import type { RecordWrite } from '../../platform/resource/writes/record-write.js';
import { PersonalDataStores } from '../../platform/privacy/personal-data-stores.js';
import { PersonalTable } from '../../platform/privacy/personal-table.js';
import type { LeadStatusChangeDto } from './dto/lead-status-change.dto.js';
import type { Lead } from './lead.entity.js';

const ADD = `INSERT INTO lead_status_changes (id, lead_id, from_status, to_status, changed_at, changed_by)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[], $6::uuid[])`;
const COUNT = 'SELECT count(*)::integer AS count FROM lead_status_changes WHERE lead_id = $1';
const LIST = `SELECT id, from_status AS "from", to_status AS "to", changed_at AS "at", changed_by AS "by"
  FROM lead_status_changes WHERE lead_id = $1 ORDER BY changed_at DESC, id DESC LIMIT $2 OFFSET $3`;

/** Which statuses leads had after their first, when they came to them and by whom. */
@Injectable()
export class LeadStatusHistory {
  constructor(
    private readonly database: TenantDatabase,
    stores: PersonalDataStores,
  ) {
    const facts = { table: 'lead_status_changes', resource: 'lead', columns: ['lead_id'] };
    stores.add(new PersonalTable(database, { name: 'statusChanges', ...facts }));
  }

  async store(writes: readonly RecordWrite<Lead>[]): Promise<void> {
    const moves = writes.flatMap(({ before, after }) =>
      before === undefined || before.status === after.status ? [] : [{ from: before.status, after }],
    );
    if (moves.length === 0) return;
    await this.database.execute({
      text: ADD,
      values: [
        moves.map(() => newId()),
        moves.map(({ after }) => after.id),
        moves.map(({ from }) => from),
        moves.map(({ after }) => after.status),
        moves.map(({ after }) => after.updatedAt),
        moves.map(({ after }) => after.updatedBy),
      ],
    });
  }

  /** The latest first. */
  async list(leadId: string, page: PageQuery): Promise<Page<LeadStatusChangeDto>> {
    const [counted] = await this.database.query<{ count: number }>({ text: COUNT, values: [leadId] });
    const changes = await this.database.query<LeadStatusChangeDto & Record<string, unknown>>({
      text: LIST,
      values: [leadId, page.pageSize, (page.page - 1) * page.pageSize],
      types: RECORD_TYPES,
    });
    return numberedPage(changes, counted?.count ?? 0, page);
  }
}
