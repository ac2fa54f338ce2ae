import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/identifiers.js';
import { NotificationConfig } from '../../platform/config/notification.config.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { JournalEvent, JournalHead } from '../../platform/journal/journal-event.js';
import { type JournalConsumer, Reactions } from '../../platform/journal/reactions.js';
import { TenantSignals } from '../../platform/journal/tenant-signals.js';
import { ResourceRegistry } from '../../platform/resource/resource-registry.js';
import { DEFAULT_CHANNELS } from './notification-channels.js';
import { recipientsOf } from './recipients.js';

type Contents = Pick<JournalEvent, 'changes' | 'record'> & { readonly seq: string };

const CONTENTS = `SELECT seq::text, changes, record FROM journal WHERE seq = ANY ($1::bigint[])`;

/**
 * What one request did, however many records it touched, is told once, with a count. Members that are gone, services,
 * and those who want to hear nothing are left out.
 */
const INSERT = `INSERT INTO notifications AS known (id, member_id, kind, resource, record_id, event_id, group_key,
    occurrences, actor_kind, actor_id, in_app, mail_after, created_at)
  SELECT told.id, m.id, told.kind, told.resource, told.record_id, told.event_id, told.group_key,
    told.occurrences, told.actor_kind, told.actor_id, wanted.in_app, CASE WHEN wanted.email THEN $12::timestamptz END, $13
  FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::uuid[], $7::text[], $8::int[], $9::text[],
      $10::uuid[]) AS told (id, member_id, kind, resource, record_id, event_id, group_key, occurrences, actor_kind, actor_id)
  JOIN members m ON m.id = told.member_id AND m.active AND m.kind = 'person'
  JOIN json_to_recordset($11) AS usual (kind text, "inApp" boolean, email boolean) ON usual.kind = told.kind
  LEFT JOIN notification_preferences p ON p.member_id = m.id AND p.kind = told.kind
  CROSS JOIN LATERAL (SELECT COALESCE(p.in_app, usual."inApp") AS in_app, COALESCE(p.email, usual.email) AS email) AS wanted
  WHERE wanted.in_app OR wanted.email
  ON CONFLICT (member_id, kind, resource, group_key) DO UPDATE SET occurrences = known.occurrences + excluded.occurrences
  RETURNING mail_after IS NOT NULL AND mail_id IS NULL AS "hasMail"`;

interface Told {
  readonly memberId: string;
  readonly kind: string;
  readonly resource: string;
  readonly groupKey: string;
  readonly event: JournalHead;
  occurrences: number;
}

/** Tells members of what concerns them, as the rules of each record type say. */
@Injectable()
export class NotificationFanOut implements JournalConsumer {
  readonly name = 'notifications';
  readonly isPatient = true;

  constructor(
    private readonly database: TenantDatabase,
    private readonly registry: ResourceRegistry,
    private readonly signals: TenantSignals,
    private readonly config: NotificationConfig,
    private readonly clock: Clock,
    reactions: Reactions,
  ) {
    reactions.addConsumer(this);
  }

  async consume(heads: readonly JournalHead[]): Promise<void> {
    const concerned = heads.filter(({ resource }) => this.rulesOf(resource).length > 0);
    if (concerned.length === 0) return;
    const told = gather(await this.tell(concerned));
    if (told.length === 0) return;
    const mailAfter = new Date(this.clock.milliseconds() + this.config.mailDelayMilliseconds);
    const rows = await this.database.query<{ hasMail: boolean }>({
      name: 'notifications-insert',
      text: INSERT,
      values: [
        told.map(() => newId()),
        told.map(({ memberId }) => memberId),
        told.map(({ kind }) => kind),
        told.map(({ resource }) => resource),
        told.map(({ event }) => event.recordId),
        told.map(({ event }) => event.id),
        told.map(({ groupKey }) => groupKey),
        told.map(({ occurrences }) => occurrences),
        told.map(({ event }) => event.actorKind),
        told.map(({ event }) => event.actorId),
        JSON.stringify(DEFAULT_CHANNELS),
        mailAfter,
        this.clock.now(),
      ],
    });
    if (rows.some(({ hasMail }) => hasMail)) await this.signals.dueAt(mailAfter);
  }

  private async tell(heads: readonly JournalHead[]): Promise<Told[]> {
    const contents = await this.database.query<Contents & Record<string, unknown>>({
      name: 'notifications-contents',
      text: CONTENTS,
      values: [heads.map(({ seq }) => seq)],
    });
    const contentOf = new Map(contents.map((content) => [content.seq, content]));
    return heads.flatMap((event) => {
      const content = contentOf.get(String(event.seq));
      if (content === undefined) return [];
      const recipients = recipientsOf(this.rulesOf(event.resource), { ...event, ...content });
      const resource = this.registry.find(event.resource)?.descriptor.plural ?? event.resource;
      return recipients.map((recipient) => ({
        ...recipient,
        resource,
        event,
        groupKey: event.actorKind === 'system' ? event.id : event.requestId,
        occurrences: 1,
      }));
    });
  }

  private rulesOf(resource: string) {
    return this.registry.find(resource)?.descriptor.notifies ?? [];
  }
}

/** One for each that is to be told of the same kind of things done by one request: the first, with their number. */
function gather(all: readonly Told[]): Told[] {
  const groups = new Map<string, Told>();
  for (const told of all) {
    const key = [told.memberId, told.kind, told.resource, told.groupKey].join(' ');
    const known = groups.get(key);
    if (known === undefined) groups.set(key, told);
    else known.occurrences += 1;
  }
  return [...groups.values()];
}
