import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { eventually } from './eventually.js';

/** How the server treats the next messages. */
export type MailServerMood = 'takes' | 'is-busy' | 'rejects-recipients' | 'hangs';

/** A real SMTP server that keeps what it is sent. */
export class MailServer {
  readonly mails: ParsedMail[] = [];
  mood: MailServerMood = 'takes';
  /** Recipients that were named to it. */
  readonly tried: string[] = [];
  private readonly server: SMTPServer;

  private constructor() {
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onRcptTo: ({ address }, _session, done) => {
        this.tried.push(address);
        if (this.mood === 'hangs') return;
        done(this.refusal());
      },
      onData: (stream, _session, done) => {
        simpleParser(stream).then(
          (mail) => {
            this.mails.push(mail);
            done();
          },
          (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
        );
      },
    });
    this.server.on('error', () => undefined);
  }

  static async start(port = 0): Promise<MailServer> {
    const mailServer = new MailServer();
    const listening = mailServer.server.listen(port, '127.0.0.1');
    if (!listening.listening) await once(listening, 'listening');
    return mailServer;
  }

  get port(): number {
    return (this.server.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  /** The newest mail to the address, once there are `count` of them. */
  mailTo(address: string, count = 1): Promise<ParsedMail> {
    return eventually(`mail ${count} to ${address}`, () => this.mailsTo(address)[count - 1]);
  }

  mailsTo(address: string): ParsedMail[] {
    return this.mails.filter(({ to }) => [to].flat().some((found) => found?.text === address));
  }

  close(): Promise<void> {
    return new Promise((done) => {
      this.server.close(() => done());
    });
  }

  private refusal(): Error | null {
    if (this.mood === 'takes') return null;
    const responseCode = this.mood === 'is-busy' ? 451 : 550;
    return Object.assign(new Error('Not now, or never'), { responseCode });
  }
}

/** The token in the link of a mail. */
export function tokenIn(text: string | undefined): string {
  const token = /#token=(\S+)/.exec(text ?? '')?.[1];
  if (token === undefined) throw new Error(`No link in: ${text ?? 'no mail'}`);
  return decodeURIComponent(token);
}
