import { newId } from '../../../kernel/identifiers.js';
import type { Page } from '../../../kernel/page.js';
import { RECORD_TYPES } from '../../database/record-types.js';
import type { TenantDatabase } from '../../database/tenant-database.js';
import { numberedPage } from '../../http/page-of.js';
import type { PageQuery } from '../../http/page-query.js';
import type { PersonalDataStores } from '../../privacy/personal-data-stores.js';
import { PersonalTable } from '../../privacy/personal-table.js';
import type { RecordEntity } from '../record.entity.js';
import type { RecordWrite } from '../writes/record-write.js';

export interface StatusChange<Status> {
  readonly id: string;
  readonly from: Status;
  readonly to: Status;
  /** ISO 8601. */
  readonly at: string;
  /** Id of a user. */
  readonly by: string;
}

/**
 * Which statuses records of one type had after their first, when they came to them and by whom: in the table
 * `<resource>_status_changes` with a column `<resource>_id`, which goes with a record that is erased.
 */
export abstract class StatusHistory<Entity extends RecordEntity & { status: string }> {
  private readonly statements: Readonly<Record<'add' | 'count' | 'list', string>>;

  /** @param name of the rows in receipts of erasures: `statusChanges` */
  protected constructor(
    private readonly database: TenantDatabase,
    stores: PersonalDataStores,
    { name, resource }: { readonly name: string; readonly resource: string },
  ) {
    const [table, column] = [`${resource}_status_changes`, `${resource}_id`];
    stores.add(new PersonalTable(database, { name, table, resource, columns: [column] }));
    this.statements = {
      add: `INSERT INTO ${table} (id, ${column}, from_status, to_status, changed_at, changed_by)
        SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[], $6::uuid[])`,
      count: `SELECT count(*)::integer AS count FROM ${table} WHERE ${column} = $1`,
      list: `SELECT id, from_status AS "from", to_status AS "to", changed_at AS "at", changed_by AS "by"
        FROM ${table} WHERE ${column} = $1 ORDER BY changed_at DESC, id DESC LIMIT $2 OFFSET $3`,
    };
  }

  /** Call it in the transaction of the writes. */
  async store(writes: readonly RecordWrite<Entity>[]): Promise<void> {
    const moves = writes.flatMap(({ before, after }) =>
      before === undefined || before.status === after.status ? [] : [{ from: before.status, after }],
    );
    if (moves.length === 0) return;
    await this.database.execute({
      text: this.statements.add,
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
  async list(id: string, page: PageQuery): Promise<Page<StatusChange<Entity['status']>>> {
    const { count, list } = this.statements;
    const [counted] = await this.database.query<{ count: number }>({ text: count, values: [id] });
    const changes = await this.database.query<StatusChange<Entity['status']> & Record<string, unknown>>({
      text: list,
      values: [id, page.pageSize, (page.page - 1) * page.pageSize],
      types: RECORD_TYPES,
    });
    return numberedPage(changes, counted?.count ?? 0, page);
  }
}
