import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { NotFoundError } from '../../../kernel/errors.js';
import { newId } from '../../../kernel/identifiers.js';
import { AuditTrail } from '../../../platform/audit/audit-trail.js';
import { HttpConfig } from '../../../platform/config/http.config.js';
import { SYSTEM_ACTOR } from '../../../platform/context/actor.js';
import { currentActor, currentTenant, runInTenant } from '../../../platform/context/request-context.js';
import { TenantDirectory } from '../../../platform/context/tenant-directory.js';
import { LinkSigner } from '../../../platform/crypto/index.js';
import { tenantBehindLink } from '../../../platform/database/tenant-behind-link.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { CalendarFeedText } from './calendar-feed-text.js';
import type { CalendarFeedDto } from './dto/calendar-feed.dto.js';
import { packFeed, unpackFeed } from './feed-token.js';

const PURPOSE = 'calendar-feed';
const FIND = 'SELECT id, created_at AS "createdAt" FROM calendar_feeds WHERE user_id = $1';
const REPLACE = `INSERT INTO calendar_feeds (user_id, id, created_at) VALUES ($1, $2, $3)
  ON CONFLICT (user_id) DO UPDATE SET id = excluded.id, created_at = excluded.created_at`;
const REMOVE = 'DELETE FROM calendar_feeds WHERE user_id = $1';

/** The one link of each user by which calendar programs read their calendar, until it is replaced or revoked. */
@Injectable()
export class CalendarFeedsService {
  constructor(
    private readonly database: TenantDatabase,
    private readonly signer: LinkSigner,
    private readonly tenants: TenantDirectory,
    private readonly config: HttpConfig,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
    private readonly text: CalendarFeedText,
  ) {}

  /** @throws {NotFoundError} 404 while the caller has none */
  async get(): Promise<CalendarFeedDto> {
    const values = [currentActor().id];
    const [feed] = await this.database.query<{ id: string; createdAt: Date }>({ text: FIND, values });
    if (feed === undefined) throw new NotFoundError('Calendar feed');
    return { url: this.urlOf(feed.id), createdAt: feed.createdAt.toISOString() };
  }

  /** A new link; the one before leads nowhere any more. */
  async replace(): Promise<CalendarFeedDto> {
    const [id, now, userId] = [newId(), this.clock.now(), currentActor().id];
    await this.database.execute({ text: REPLACE, values: [userId, id, now] });
    await this.tell('calendar-feed.linked');
    return { url: this.urlOf(id), createdAt: now.toISOString() };
  }

  /** From now on the link leads nowhere. */
  async revoke(): Promise<void> {
    await this.database.execute({ text: REMOVE, values: [currentActor().id] });
    await this.tell('calendar-feed.revoked');
  }

  /** The calendar that a link leads to. @throws {NotFoundError} 404 for an altered or a revoked link */
  async open(token: string): Promise<string> {
    const payload = this.signer.verify(token.replace(/\.ics$/, ''), PURPOSE);
    const feed = payload && unpackFeed(payload);
    if (feed === undefined) throw new NotFoundError('Calendar');
    const tenant = tenantBehindLink(await this.tenants.find(feed.tenantId), 'Calendar');
    return runInTenant(tenant, () => this.text.of(feed.feedId), SYSTEM_ACTOR);
  }

  private urlOf(feedId: string): string {
    const token = this.signer.sign(packFeed({ tenantId: currentTenant().id, feedId }), PURPOSE);
    return `${this.config.apiUrl}/api/calendar/feeds/${token}.ics`;
  }

  private tell(action: string): Promise<void> {
    return this.audit.record({ action, subject: { resource: 'user', id: currentActor().id } });
  }
}
