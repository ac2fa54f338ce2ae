import { types } from 'node:util';
import { Injectable } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import { MailConfig } from '../config/mail.config.js';
import type { MailOutcome } from './mail-outcome.js';
import type { ReadableMail } from './mail-store.js';

/** What the server says of the message itself. All else (its greeting, a login) may be mended without a new message. */
const ABOUT_THE_MESSAGE = new Set(['EENVELOPE', 'EMESSAGE']);

/** The way out: one connection a message, every wait on it bounded. */
@Injectable()
export class SmtpTransport {
  private readonly transport: ReturnType<typeof openTransport> | undefined;

  constructor(private readonly config: MailConfig) {
    this.transport = config.smtpUrl === undefined ? undefined : openTransport(config.smtpUrl, config);
  }

  /** Whether there is a server to send to. */
  get configured(): boolean {
    return this.transport !== undefined;
  }

  /** The id becomes the Message-ID, by which a repetition is recognised. */
  async send({ id, to, subject, text, html }: ReadableMail): Promise<MailOutcome> {
    if (this.transport === undefined) return { kind: 'retry', reason: 'no SMTP server' };
    const { from, domain, totalMilliseconds } = this.config;
    try {
      await this.transport.sendMail({
        from,
        // As an object it is taken as it stands, and never parsed for a second address.
        to: { name: '', address: to },
        subject,
        text,
        html,
        messageId: `<${id}@${domain}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
        signal: AbortSignal.timeout(totalMilliseconds),
      });
      return { kind: 'sent' };
    } catch (error) {
      return outcomeOf(error);
    }
  }
}

function openTransport(url: string, config: MailConfig) {
  return createTransport({
    url,
    requireTLS: config.requireTls,
    connectionTimeout: config.connectMilliseconds,
    dnsTimeout: config.connectMilliseconds,
    greetingTimeout: config.greetingMilliseconds,
    socketTimeout: config.socketMilliseconds,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

function outcomeOf(error: unknown): MailOutcome {
  const facts = types.isNativeError(error) ? error : {};
  const code: unknown = Reflect.get(facts, 'code');
  const responseCode: unknown = Reflect.get(facts, 'responseCode');
  const known = typeof code === 'string' ? code : 'unknown';
  const reason = typeof responseCode === 'number' ? `${known} ${responseCode}` : known;
  const isFinal = ABOUT_THE_MESSAGE.has(known) && Reflect.get(facts, 'permanent') === true;
  return { kind: isFinal ? 'refused' : 'retry', reason };
}
