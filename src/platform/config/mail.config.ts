import type { EnvironmentReader } from './environment-reader.js';

const DEVELOPMENT_SENDER = 'CRM <crm@localhost>';
const SENDER = /^(?:[^<>\r\n]*<)?[^\s<>@]+@([^\s<>@]+)>?$/;

export class MailConfig {
  /** Unset: mails are kept until they expire, and none is sent. */
  readonly smtpUrl: string | undefined;
  /** Whether a server that offers no encryption is refused: mails hold one-time links. */
  readonly requireTls: boolean;
  /** `Name <address>` or an address alone. */
  readonly from: string;
  /** The host of the sender's address: the right side of every Message-ID. */
  readonly domain: string;
  /** Where the front end stands that links lead to; without a slash at its end. */
  readonly publicUrl: string;
  readonly connectMilliseconds: number;
  readonly greetingMilliseconds: number;
  /** Longest silence of the server. */
  readonly socketMilliseconds: number;
  readonly totalMilliseconds: number;
  readonly leaseMilliseconds: number;
  readonly concurrency: number;
  /** Percent of the retry schedule: 100 is the documented one, less makes tests fast. */
  readonly schedulePercent: number;
  /** Whether `/dev/mails` shows what nobody sends. Never in production. */
  readonly showsOutbox: boolean;

  constructor(reader: EnvironmentReader) {
    const milliseconds = { minimum: 10, maximum: 120_000 };
    this.smtpUrl = reader.url('SMTP_URL', ['smtp:', 'smtps:']);
    this.requireTls = reader.flag('SMTP_REQUIRE_TLS', reader.production);
    this.from = reader.text('MAIL_FROM', DEVELOPMENT_SENDER);
    this.domain = SENDER.exec(this.from)?.[1] ?? '';
    this.publicUrl = readPublicUrl(reader);
    this.connectMilliseconds = reader.integer('SMTP_CONNECT_MS', 5_000, milliseconds);
    this.greetingMilliseconds = reader.integer('SMTP_GREETING_MS', 5_000, milliseconds);
    this.socketMilliseconds = reader.integer('SMTP_SOCKET_MS', 10_000, milliseconds);
    this.totalMilliseconds = reader.integer('SMTP_TOTAL_MS', 30_000, milliseconds);
    this.leaseMilliseconds = reader.integer('MAIL_LEASE_MS', 60_000, { minimum: 100, maximum: 600_000 });
    this.concurrency = reader.integer('MAIL_CONCURRENCY', 4, { minimum: 1, maximum: 100 });
    this.schedulePercent = reader.integer('MAIL_SCHEDULE_PERCENT', 100, { minimum: 0, maximum: 100 });
    this.showsOutbox = !reader.production && this.smtpUrl === undefined;
    if (this.domain === '') reader.problems.push('MAIL_FROM must be an address, or a name with one in < >');
    if (this.leaseMilliseconds <= this.totalMilliseconds) {
      reader.problems.push('MAIL_LEASE_MS must be longer than SMTP_TOTAL_MS');
    }
    if (reader.production && this.smtpUrl !== undefined) {
      reader.required('MAIL_FROM', 'the sender of mails, for example CRM <no-reply@example.com>');
      reader.required('PUBLIC_URL', 'where the links in mails lead (https://…)');
    }
  }

  /** A page of the front end. Its token stands behind `#`: no browser sends that, so no server logs it. */
  link(page: string, token?: string): string {
    return `${this.publicUrl}/${page}${token === undefined ? '' : `#token=${encodeURIComponent(token)}`}`;
  }
}

function readPublicUrl(reader: EnvironmentReader): string {
  const url = reader.url('PUBLIC_URL', ['http:', 'https:']) ?? 'http://localhost:5000';
  return url.replace(/\/+$/, '');
}
