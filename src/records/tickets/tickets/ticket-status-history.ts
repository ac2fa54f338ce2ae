import { Injectable } from '@nestjs/common';
import { newId } from '../../../kernel/identifiers.js';
import type { Page } from '../../../kernel/page.js';
import { RECORD_TYPES } from '../../../platform/database/record-types.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { numberedPage } from '../../../platform/http/page-of.js';
import type { PageQuery } from '../../../platform/http/page-query.js';
import type { RecordWrite } from '../../../platform/resource/writes/record-write.js';
import { PersonalDataStores } from '../../../platform/privacy/personal-data-stores.js';
import { PersonalTable } from '../../../platform/privacy/personal-table.js';
import type { TicketStatusChangeDto } from './dto/ticket-status-change.dto.js';
import type { Ticket } from './ticket.entity.js';

const ADD = `INSERT INTO ticket_status_changes (id, ticket_id, from_status, to_status, changed_at, changed_by)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[], $6::uuid[])`;
const COUNT = 'SELECT count(*)::integer AS count FROM ticket_status_changes WHERE ticket_id = $1';
const LIST = `SELECT id, from_status AS "from", to_status AS "to", changed_at AS "at", changed_by AS "by"
  FROM ticket_status_changes WHERE ticket_id = $1 ORDER BY changed_at DESC, id DESC LIMIT $2 OFFSET $3`;

/** Which statuses tickets had after their first, when they came to them and by whom. */
@Injectable()
export class TicketStatusHistory {
  constructor(
    private readonly database: TenantDatabase,
    stores: PersonalDataStores,
  ) {
    const facts = { table: 'ticket_status_changes', resource: 'ticket', columns: ['ticket_id'] };
    stores.add(new PersonalTable(database, { name: 'ticketStatusChanges', ...facts }));
  }

  async store(writes: readonly RecordWrite<Ticket>[]): Promise<void> {
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
  async list(ticketId: string, page: PageQuery): Promise<Page<TicketStatusChangeDto>> {
    const [counted] = await this.database.query<{ count: number }>({ text: COUNT, values: [ticketId] });
    const changes = await this.database.query<TicketStatusChangeDto & Record<string, unknown>>({
      text: LIST,
      values: [ticketId, page.pageSize, (page.page - 1) * page.pageSize],
      types: RECORD_TYPES,
    });
    return numberedPage(changes, counted?.count ?? 0, page);
  }
}
