import { Injectable } from '@nestjs/common';
import { newId } from '../../kernel/identifiers.js';
import { RECORD_TYPES } from '../../platform/database/record-types.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { PageQuery } from '../../platform/http/page-query.js';
import type { RecordWrite } from '../../platform/resource/writes/record-write.js';
import { PersonalDataStores } from '../../platform/privacy/personal-data-stores.js';
import { PersonalTable } from '../../platform/privacy/personal-table.js';
import type { Contact } from './contact.entity.js';
import type { LifecycleChangeDto } from './dto/lifecycle-change.dto.js';

const ADD = `INSERT INTO contact_lifecycle_changes (id, contact_id, from_stage, to_stage, changed_at, changed_by)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[], $6::uuid[])`;
const COUNT = 'SELECT count(*)::integer AS count FROM contact_lifecycle_changes WHERE contact_id = $1';
const LIST = `SELECT id, from_stage AS "from", to_stage AS "to", changed_at AS "at", changed_by AS "by"
  FROM contact_lifecycle_changes WHERE contact_id = $1 ORDER BY changed_at DESC, id DESC LIMIT $2 OFFSET $3`;

/** Which lifecycle stages contacts went through: forwards, backwards, when and by whom. */
@Injectable()
export class LifecycleHistory {
  constructor(
    private readonly database: TenantDatabase,
    stores: PersonalDataStores,
  ) {
    const facts = { table: 'contact_lifecycle_changes', resource: 'contact', columns: ['contact_id'] };
    stores.add(new PersonalTable(database, { name: 'lifecycleChanges', ...facts }));
  }

  async store(writes: readonly RecordWrite<Contact>[]): Promise<void> {
    const moved = writes.filter(({ before, after }) => before?.lifecycleStage !== after.lifecycleStage);
    if (moved.length === 0) return;
    await this.database.execute({
      text: ADD,
      values: [
        moved.map(() => newId()),
        moved.map(({ after }) => after.id),
        moved.map(({ before }) => before?.lifecycleStage ?? null),
        moved.map(({ after }) => after.lifecycleStage),
        moved.map(({ after }) => after.updatedAt),
        moved.map(({ after }) => after.updatedBy),
      ],
    });
  }

  /** The latest first. */
  async list(contactId: string, { page, pageSize }: PageQuery) {
    const [counted] = await this.database.query<{ count: number }>({ text: COUNT, values: [contactId] });
    const changes = await this.database.query<LifecycleChangeDto & Record<string, unknown>>({
      text: LIST,
      values: [contactId, pageSize, (page - 1) * pageSize],
      types: RECORD_TYPES,
    });
    return { changes, count: counted?.count ?? 0 };
  }
}
