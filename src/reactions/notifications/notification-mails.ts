import { Injectable } from '@nestjs/common';
import { AccessPolicy } from '../../platform/access/access-policy.js';
import type { Actor } from '../../platform/context/actor.js';
import { currentContext, runInContext } from '../../platform/context/request-context.js';
import { ControlDatabase } from '../../platform/database/control-database.js';
import { RECORD_TYPES } from '../../platform/database/record-types.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { type DueWork, Reactions } from '../../platform/journal/reactions.js';
import { Mailer } from '../../platform/mail/mailer.js';
import type { NotificationDto } from './dto/notification.dto.js';
import { NotificationLetter } from './notification-letter.js';
import { NOTIFICATION_TABLE } from './notification-list.policy.js';
import type { NotificationRow } from './notification-row.js';
import { NotificationViews } from './notification-views.js';

/** News of days ago is in the list. */
const MAIL_LIFETIME = 2 * 86_400_000;
const MAILS = 50;
/** Mails of one run, in hundreds: other work of the tenant has its turn between. */
const ROUNDS = 4;
const MOST_IN_A_MAIL = 50;

const NEXT = 'SELECT min(mail_after) AS "dueAt" FROM notifications WHERE mail_after IS NOT NULL';
const SKIP_READ = `UPDATE notifications SET mail_after = NULL
  WHERE mail_after <= $1 AND mail_id IS NULL AND read_at IS NOT NULL`;
/** One mail for all that a member is to be told by now. What it is called is committed before it is written. */
const CLAIM = `WITH due AS MATERIALIZED (
    SELECT member_id, gen_random_uuid() AS mail_id
    FROM (SELECT DISTINCT member_id FROM notifications WHERE mail_after <= $1 AND mail_id IS NULL LIMIT ${MAILS}) AS members)
  UPDATE notifications n SET mail_id = due.mail_id FROM due
  WHERE n.member_id = due.member_id AND n.mail_after <= $1 AND n.mail_id IS NULL`;
const UNWRITTEN = `SELECT n.mail_id AS "mailId", m.id, m.email, m.role, m.active, count(*)::int AS count
  FROM notifications n JOIN members m ON m.id = n.member_id
  WHERE n.mail_after <= $1 AND n.mail_id IS NOT NULL
  GROUP BY n.mail_id, m.id LIMIT ${MAILS}`;
const ROWS = `SELECT ${NOTIFICATION_TABLE.selection} FROM notifications
  WHERE member_id = $1 AND mail_id = $2 AND mail_after IS NOT NULL ORDER BY created_at, id LIMIT ${MOST_IN_A_MAIL}`;
const WRITTEN = 'UPDATE notifications SET mail_after = NULL WHERE mail_id = $1 AND mail_after IS NOT NULL';

interface UnwrittenMail {
  readonly mailId: string;
  /** The member. */
  readonly id: string;
  readonly email: string;
  readonly role: string;
  readonly active: boolean;
  /** How many notifications it is to tell. */
  readonly count: number;
}

/**
 * Mails members what they have not read by its time, all of it in one. The mail is in another database than what it
 * tells: its id is committed first, so that a process that dies between the two writes no second one.
 */
@Injectable()
export class NotificationMails implements DueWork {
  readonly name = 'notification mails';

  constructor(
    private readonly database: TenantDatabase,
    private readonly control: ControlDatabase,
    private readonly access: AccessPolicy,
    private readonly views: NotificationViews,
    private readonly mailer: Mailer,
    private readonly letter: NotificationLetter,
    reactions: Reactions,
  ) {
    reactions.addDueWork(this);
  }

  async runDue(now: Date): Promise<Date | undefined> {
    let next = await this.next();
    for (let round = 0; round < ROUNDS && next !== undefined && next <= now; round += 1) {
      await this.database.execute({ text: SKIP_READ, values: [now] });
      await this.database.execute({ text: CLAIM, values: [now] });
      for (const mail of await this.unwritten(now)) await this.write(mail, now);
      next = await this.next();
    }
    return next;
  }

  private async next(): Promise<Date | undefined> {
    const [row] = await this.database.query<{ dueAt: Date | null }>({
      name: 'notification-mails-next',
      text: NEXT,
    });
    return row?.dueAt ?? undefined;
  }

  private unwritten(now: Date): Promise<UnwrittenMail[]> {
    return this.database.query<UnwrittenMail & Record<string, unknown>>({ text: UNWRITTEN, values: [now] });
  }

  private async write(mail: UnwrittenMail, now: Date): Promise<void> {
    const told = mail.active ? await this.readable(mail) : [];
    if (told.length > 0) {
      const { mailId: id, email: to, count } = mail;
      const content = this.letter.compose(told, count);
      const expiresAt = new Date(now.getTime() + MAIL_LIFETIME);
      await this.control.transaction((manager) =>
        this.mailer.send(manager, { id, to, ...content, expiresAt }),
      );
    }
    await this.database.execute({ text: WRITTEN, values: [mail.mailId] });
  }

  /** What the member may see now of what it is about. */
  private async readable({ id, role, mailId }: UnwrittenMail): Promise<NotificationDto[]> {
    const rows = await this.database.query<NotificationRow>({
      text: ROWS,
      values: [id, mailId],
      types: RECORD_TYPES,
    });
    const actor: Actor = { kind: 'user', id, role };
    const access = await this.access.of(actor);
    const views = await runInContext({ ...currentContext(), actor, access }, () => this.views.of(rows));
    return views.filter(({ title }) => title !== null);
  }
}
