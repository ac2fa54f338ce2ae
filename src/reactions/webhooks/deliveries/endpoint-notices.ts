import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { ControlDatabase } from '../../../platform/database/control-database.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { composeMail } from '../../../platform/mail/compose-mail.js';
import { Mailer } from '../../../platform/mail/mailer.js';

/** A warning that comes days later helps nobody. */
const NOTICE_LIFETIME = 2 * 86_400_000;
const MOST_READERS = 10;

/** Without path and query: addresses of webhooks often carry a credential. */
const READERS = `SELECT DISTINCT ON (m.email) m.email, substring(e.url FROM '^[a-z]+://[^/?#]+') AS origin
  FROM webhook_endpoints e JOIN members m ON m.id = e.rights_user_id OR m.role = 'Admin'
  WHERE e.id = $1 AND m.active AND m.kind = 'person' ORDER BY m.email LIMIT ${MOST_READERS}`;

/** Tells whoever pointed an endpoint somewhere, and the tenant's admins, that it fails. */
@Injectable()
export class EndpointNotices {
  constructor(
    private readonly database: TenantDatabase,
    private readonly control: ControlDatabase,
    private readonly mailer: Mailer,
    private readonly clock: Clock,
  ) {}

  async send(endpointId: string, kind: 'warn' | 'disable', failingSince: Date): Promise<void> {
    const readers = await this.database.query<{ email: string; origin: string }>({
      text: READERS,
      values: [endpointId],
    });
    const expiresAt = new Date(this.clock.milliseconds() + NOTICE_LIFETIME);
    await this.control.transaction(async (manager) => {
      for (const { email: to, origin } of readers) {
        const content = noticeOf(kind, endpointId, origin, failingSince);
        await this.mailer.send(manager, { to, ...content, expiresAt });
      }
    });
  }
}

function noticeOf(kind: 'warn' | 'disable', endpointId: string, origin: string, failingSince: Date) {
  const since = `No delivery to your webhook ${endpointId} at ${origin} has succeeded since ${failingSince.toISOString()}.`;
  return kind === 'warn'
    ? composeMail({
        subject: `Your webhook at ${origin} is failing`,
        paragraphs: [since, 'If this goes on, it will be disabled. Deliveries are tried again meanwhile.'],
      })
    : composeMail({
        subject: `Your webhook at ${origin} was disabled`,
        paragraphs: [
          since,
          'It was disabled. Events are held for it: enable it again when it works, then recover what it missed.',
        ],
      });
}
