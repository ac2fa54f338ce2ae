import { Injectable } from '@nestjs/common';
import { ValidationError } from '../../kernel/errors.js';
import { currentActor } from '../../platform/context/request-context.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { NotificationKind } from '../../platform/resource/events/notification-rule.js';
import type { NotificationPreferencesDto } from './dto/notification-preferences.dto.js';
import { type Channels, DEFAULT_CHANNELS } from './notification-channels.js';

type Preference = Channels & { readonly kind: NotificationKind };

const LIST = 'SELECT kind, in_app AS "inApp", email FROM notification_preferences WHERE member_id = $1';
/** Who is no member of the tenant, as an operator, has none. */
const SAVE = `INSERT INTO notification_preferences (member_id, kind, in_app, email)
  SELECT m.id, wanted.kind, wanted."inApp", wanted.email FROM json_to_recordset($2) AS wanted (kind text, "inApp" boolean, email boolean)
  JOIN members m ON m.id = $1
  ON CONFLICT (member_id, kind) DO UPDATE SET in_app = excluded.in_app, email = excluded.email`;

/** Where the caller wants to be told of what. It holds from the next event on. */
@Injectable()
export class NotificationPreferencesService {
  constructor(private readonly database: TenantDatabase) {}

  async get(): Promise<NotificationPreferencesDto> {
    const rows = await this.database.query<Preference & Record<string, unknown>>({
      name: 'notification-preferences',
      text: LIST,
      values: [currentActor().id],
    });
    return { kinds: DEFAULT_CHANNELS.map((usual) => rows.find(({ kind }) => kind === usual.kind) ?? usual) };
  }

  /** @throws {ValidationError} 422 for a kind that is named twice */
  async update({ kinds }: NotificationPreferencesDto): Promise<NotificationPreferencesDto> {
    if (new Set(kinds.map(({ kind }) => kind)).size < kinds.length) {
      throw new ValidationError([{ field: 'kinds', message: 'must name each kind once' }]);
    }
    await this.database.execute({ text: SAVE, values: [currentActor().id, JSON.stringify(kinds)] });
    return this.get();
  }
}
