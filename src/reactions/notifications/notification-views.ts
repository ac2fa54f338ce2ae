import { Injectable } from '@nestjs/common';
import { currentAccess } from '../../platform/context/request-context.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { textsOf } from '../../platform/resource/search/record-texts.js';
import { ResourceRegistry } from '../../platform/resource/resource-registry.js';
import type { NotificationDto } from './dto/notification.dto.js';
import { messageOf } from './notification-message.js';
import type { NotificationRow } from './notification-row.js';

const LONGEST_TITLE = 200;
const NAMES = 'SELECT id, name FROM members WHERE id = ANY ($1::uuid[])';

/** Says what notifications mean, to the caller, with the caller's rights of now. */
@Injectable()
export class NotificationViews {
  constructor(
    private readonly database: TenantDatabase,
    private readonly registry: ResourceRegistry,
  ) {}

  /** In their order. One query for each type of record among them. */
  async of(rows: readonly NotificationRow[]): Promise<NotificationDto[]> {
    if (rows.length === 0) return [];
    const titles = await this.titles(rows);
    const names = await this.names(rows);
    return rows.map(({ kind, resource, recordId, count, actorKind, actorId, ...row }) => {
      const title = titles.get(recordId);
      const name = names.get(actorId) ?? null;
      const noun = this.registry.findByPath(resource)?.descriptor.name ?? 'record';
      const facts = { kind, noun, plural: resource, title, count, actor: name ?? undefined };
      return {
        id: row.id,
        kind,
        message: messageOf(facts),
        resource,
        recordId,
        title: title ?? null,
        count,
        actor: { kind: actorKind, id: actorId, name },
        eventId: row.eventId,
        isRead: row.isRead,
        readAt: row.readAt,
        createdAt: row.createdAt,
      };
    });
  }

  private async titles(rows: readonly NotificationRow[]): Promise<ReadonlyMap<string, string>> {
    const titles = new Map<string, string>();
    for (const path of new Set(rows.map(({ resource }) => resource))) {
      const found = this.registry.findByPath(path);
      if (found === undefined || currentAccess().reach(`${path}:read`) === undefined) continue;
      const ids = rows.filter(({ resource }) => resource === path).map(({ recordId }) => recordId);
      for (const [id, view] of await found.service.related.views([...new Set(ids)])) {
        const [title] = textsOf(found.descriptor, view);
        if (title !== undefined) titles.set(id, shortened(title));
      }
    }
    return titles;
  }

  private async names(rows: readonly NotificationRow[]): Promise<ReadonlyMap<string, string>> {
    const members = await this.database.query<{ id: string; name: string }>({
      name: 'notifications-actors',
      text: NAMES,
      values: [[...new Set(rows.map(({ actorId }) => actorId))]],
    });
    return new Map(members.map(({ id, name }) => [id, name]));
  }
}

function shortened(title: string): string {
  return title.length <= LONGEST_TITLE ? title : `${title.slice(0, LONGEST_TITLE - 1)}…`;
}
