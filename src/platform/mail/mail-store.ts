import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/identifiers.js';
import { SecretBox } from '../crypto/index.js';
import { ControlDatabase, type ControlManager } from '../database/control-database.js';
import type { Mail, MailContent } from './mail.js';

const INSERT = `INSERT INTO mails (id, recipient, subject, sealed_content, state, next_attempt_at, expires_at, created_at)
  VALUES ($1, $2, $3, $4, 'pending', $5, $6, $5) ON CONFLICT (id) DO NOTHING`;
/** The count of attempts is the fence: whoever lost the lease meanwhile has an older one, and settles nothing. */
const CLAIM = `UPDATE mails SET attempts = attempts + 1, lease_until = $3
  WHERE id = $1 AND state = 'pending' AND next_attempt_at <= $2 AND (lease_until IS NULL OR lease_until <= $2)
  RETURNING id, recipient, subject, sealed_content AS "sealedContent", attempts, expires_at AS "expiresAt"`;
/** One-time links are of no use to us once the mail is on its way, or never will be. */
const SETTLE = `UPDATE mails SET state = $3, sealed_content = NULL, lease_until = NULL, last_failure = $4, settled_at = $5
  WHERE id = $1 AND attempts = $2 AND state = 'pending'`;
const POSTPONE = `UPDATE mails SET next_attempt_at = $3, lease_until = NULL, last_failure = $4
  WHERE id = $1 AND attempts = $2 AND state = 'pending'`;
const DUE = `SELECT id FROM mails
  WHERE state = 'pending' AND next_attempt_at <= $1 AND (lease_until IS NULL OR lease_until <= $1)
  ORDER BY next_attempt_at LIMIT $2`;
const PURGE = `DELETE FROM mails WHERE id IN (SELECT id FROM mails WHERE created_at < $1 LIMIT 1000)`;
const NEWEST = `SELECT id, recipient, subject, sealed_content AS "sealedContent", created_at AS "createdAt"
  FROM mails WHERE state = 'pending' ORDER BY created_at DESC, id DESC LIMIT $1`;

interface StoredMail {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly recipient: string;
  readonly subject: string;
  readonly sealedContent: string;
}

/** A mail that this worker may send until its lease runs out. */
export interface ClaimedMail extends StoredMail {
  /** This one included. */
  readonly attempts: number;
  readonly expiresAt: Date;
}

/** A mail with its content decrypted. */
export interface ReadableMail extends MailContent {
  readonly id: string;
  readonly to: string;
}

/** One that waits, as the development page shows it. */
export interface WaitingMail extends ReadableMail {
  readonly createdAt: Date;
}

/** The outbox: mails in the control database, their contents encrypted. */
@Injectable()
export class MailStore {
  constructor(
    private readonly control: ControlDatabase,
    private readonly box: SecretBox,
    private readonly clock: Clock,
  ) {}

  /** @returns its id. */
  async insert(
    manager: ControlManager,
    { id = newId(), to, subject, text, html, expiresAt }: Mail,
  ): Promise<string> {
    const sealed = this.box.seal(JSON.stringify({ text, html }), placeOf(id));
    await manager.query(INSERT, [id, to, subject, sealed, this.clock.now(), expiresAt]);
    return id;
  }

  /** Takes a mail that is due for `leaseMilliseconds`; undefined when another has it or nothing is to be done. */
  async claim(id: string, leaseMilliseconds: number): Promise<ClaimedMail | undefined> {
    const now = this.clock.milliseconds();
    const values = [id, new Date(now), new Date(now + leaseMilliseconds)];
    const [claimed] = await this.control.query<ClaimedMail>(CLAIM, values);
    return claimed;
  }

  /** @throws {SecretBoxError} when the key it was encrypted with is gone. */
  read({ id, recipient, subject, sealedContent }: StoredMail): ReadableMail {
    const content = JSON.parse(this.box.open(sealedContent, placeOf(id))) as { text: string; html: string };
    return { id, to: recipient, subject, ...content };
  }

  async markSent({ id, attempts }: ClaimedMail): Promise<void> {
    await this.control.query(SETTLE, [id, attempts, 'sent', null, this.clock.now()]);
  }

  async markFailed({ id, attempts }: ClaimedMail, reason: string): Promise<void> {
    await this.control.query(SETTLE, [id, attempts, 'failed', reason, this.clock.now()]);
  }

  async postpone({ id, attempts }: ClaimedMail, delayMilliseconds: number, reason: string): Promise<void> {
    const next = new Date(this.clock.milliseconds() + delayMilliseconds);
    await this.control.query(POSTPONE, [id, attempts, next, reason]);
  }

  /** Ids of those that are due and that nobody holds, the longest waiting first. */
  async listDue(limit: number): Promise<string[]> {
    const rows = await this.control.query<{ id: string }>(DUE, [this.clock.now(), limit]);
    return rows.map(({ id }) => id);
  }

  /** Forgets up to 1,000 mails written before `time`, whatever became of them. */
  async purge(time: Date): Promise<void> {
    await this.control.query(PURGE, [time]);
  }

  /** Those that nobody has sent, newest first. */
  async listWaiting(limit: number): Promise<WaitingMail[]> {
    const rows = await this.control.query<StoredMail & { createdAt: Date }>(NEWEST, [limit]);
    return rows.map((row) => ({ ...this.read(row), createdAt: row.createdAt }));
  }
}

function placeOf(id: string): string {
  return `mail:${id}`;
}
