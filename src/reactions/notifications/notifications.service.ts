import { Injectable } from '@nestjs/common';
import { NotFoundError } from '../../kernel/errors.js';
import type { Page } from '../../kernel/page.js';
import { currentActor } from '../../platform/context/request-context.js';
import { RECORD_TYPES } from '../../platform/database/record-types.js';
import { type Statement, TenantDatabase } from '../../platform/database/tenant-database.js';
import { badFilter } from '../../platform/resource/lists/list-filters.js';
import { type ListQuery, readListQuery } from '../../platform/resource/lists/list-query.js';
import type { FilterSyntax } from '../../platform/resource/lists/list-syntax.js';
import { PlainLists } from '../../platform/resource/lists/plain-lists.js';
import { RecordFoundation } from '../../platform/resource/record-foundation.js';
import type { NotificationCountDto } from './dto/notification-count.dto.js';
import type { NotificationDto } from './dto/notification.dto.js';
import type { ReadNotificationsDto } from './dto/read-notifications.dto.js';
import type { UpdateNotificationDto } from './dto/update-notification.dto.js';
import { NOTIFICATION_POLICY, NOTIFICATION_TABLE } from './notification-list.policy.js';
import type { NotificationRow } from './notification-row.js';
import { NotificationViews } from './notification-views.js';

const OWN = 'member_id = $1 AND in_app';
const { selection: ROW } = NOTIFICATION_TABLE;
const FIND = `SELECT ${ROW} FROM notifications WHERE ${OWN} AND id = $2`;
const COUNT = `SELECT count(*)::int AS count FROM notifications WHERE ${OWN} AND read_at IS NULL`;
const MARK = `UPDATE notifications SET read_at = CASE WHEN $3 THEN COALESCE(read_at, clock_timestamp()) END
  WHERE ${OWN} AND id = $2 RETURNING ${ROW}`;
const MARK_ALL = `UPDATE notifications SET read_at = clock_timestamp()
  WHERE ${OWN} AND read_at IS NULL AND ($2::uuid[] IS NULL OR id = ANY ($2)) AND ($3::timestamptz IS NULL OR created_at <= $3)`;
const REMOVE = `DELETE FROM notifications WHERE ${OWN} AND id = $2`;

/** What the caller was told. Nobody sees, reads or removes another's; a key has those of its user. */
@Injectable()
export class NotificationsService {
  private readonly lists: PlainLists;

  constructor(
    private readonly database: TenantDatabase,
    private readonly views: NotificationViews,
    foundation: RecordFoundation,
  ) {
    this.lists = new PlainLists({ table: NOTIFICATION_TABLE, policy: NOTIFICATION_POLICY }, foundation);
  }

  /** @throws {BadRequestError} 400 for what the list does not have */
  async list(query: ListQuery): Promise<Page<NotificationDto>> {
    const syntax = readListQuery(query);
    if (syntax.fields !== undefined) throw badFilter('fields', 'is not a parameter of this list');
    const of: FilterSyntax[] = [
      { kind: 'condition', name: 'memberId', operator: undefined, value: currentActor().id },
      { kind: 'condition', name: 'inApp', operator: undefined, value: 'true' },
    ];
    if (syntax.filter !== undefined) of.push(syntax.filter);
    const page = await this.lists.list({ ...syntax, filter: { kind: 'all', of } });
    return { ...page, items: await this.views.of(page.items as NotificationRow[]) };
  }

  async countUnread(): Promise<NotificationCountDto> {
    const [row] = await this.query<{ count: number }>({ name: 'notifications-unread', text: COUNT });
    return { count: row?.count ?? 0 };
  }

  /** @throws {NotFoundError} 404 also for another's */
  get(id: string): Promise<NotificationDto> {
    return this.viewOf({ name: 'notifications-find', text: FIND, values: [id] });
  }

  /** @throws {NotFoundError} */
  update(id: string, { isRead }: UpdateNotificationDto): Promise<NotificationDto> {
    return this.viewOf({ text: MARK, values: [id, isRead] });
  }

  /** @returns how many were unread until now */
  async readAll({ ids, until }: ReadNotificationsDto): Promise<NotificationCountDto> {
    const values = [currentActor().id, ids ?? null, until ?? null];
    return { count: await this.database.execute({ text: MARK_ALL, values }) };
  }

  /** @throws {NotFoundError} */
  async remove(id: string): Promise<void> {
    const removed = await this.database.execute({ text: REMOVE, values: [currentActor().id, id] });
    if (removed === 0) throw new NotFoundError('Notification');
  }

  private async viewOf(statement: Statement): Promise<NotificationDto> {
    const [view] = await this.views.of(await this.query<NotificationRow>(statement));
    if (view === undefined) throw new NotFoundError('Notification');
    return view;
  }

  /** The caller is the first value of each. */
  private query<Row>({ values = [], ...statement }: Statement): Promise<(Row & Record<string, unknown>)[]> {
    return this.database.query<Row & Record<string, unknown>>({
      ...statement,
      values: [currentActor().id, ...values],
      types: RECORD_TYPES,
    });
  }
}
