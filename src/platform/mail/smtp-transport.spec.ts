import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { MailServer } from '../../../test/support/mail-server.js';
import { EnvironmentReader } from '../config/environment-reader.js';
import { MailConfig } from '../config/mail.config.js';
import { SmtpTransport } from './smtp-transport.js';

const MAIL = { id: 'the-id', to: 'ada@example.com', subject: 'Hello', text: 'Here.', html: '<p>Here.</p>' };
const SHORT_WAITS = {
  SMTP_CONNECT_MS: '200',
  SMTP_GREETING_MS: '200',
  SMTP_SOCKET_MS: '200',
  SMTP_TOTAL_MS: '600',
};

function transportTo(url: string, settings: Readonly<Record<string, string>> = {}): SmtpTransport {
  return new SmtpTransport(new MailConfig(new EnvironmentReader({ SMTP_URL: url, ...settings })));
}

describe('SmtpTransport', () => {
  const closing: (() => Promise<unknown>)[] = [];

  afterEach(() => Promise.all(closing.splice(0).map((close) => close())));

  async function mailServer(): Promise<MailServer> {
    const server = await MailServer.start();
    closing.push(() => server.close());
    return server;
  }

  /** A server that does as it likes with each connection. */
  async function rawServer(answer: (socket: Socket) => void): Promise<string> {
    const sockets: Socket[] = [];
    const server: Server = createServer((socket) => {
      sockets.push(socket.on('error', () => undefined));
      answer(socket);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    closing.push(() => {
      for (const socket of sockets) socket.destroy();
      return new Promise((done) => server.close(done));
    });
    return `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('takes the recipient as it stands: no address hides in another', async () => {
    const server = await mailServer();
    const to = 'ada@example.com, eve@evil.example';
    expect((await transportTo(server.url).send({ ...MAIL, to })).kind).not.toBe('sent');
    expect(server.tried).not.toContain('eve@evil.example');
    expect(await transportTo(server.url).send(MAIL)).toEqual({ kind: 'sent' });
    expect(server.mails[0]?.headers.get('auto-submitted')).toBe('auto-generated');
  });

  it('sends nothing without encryption where that is required', async () => {
    const server = await mailServer();
    const outcome = await transportTo(server.url, { SMTP_REQUIRE_TLS: 'true' }).send(MAIL);
    expect(outcome).toEqual({ kind: 'retry', reason: expect.stringMatching(/^ETLS/) });
    expect(server.tried).toEqual([]);
  });

  it('waits no longer than it may for a server that says nothing', async () => {
    const silent = await rawServer(() => undefined);
    expect(await transportTo(silent, SHORT_WAITS).send(MAIL)).toEqual({ kind: 'retry', reason: 'ETIMEDOUT' });
  });

  it('nor for one that never ends to speak', async () => {
    const timers: NodeJS.Timeout[] = [];
    closing.push(async () => {
      for (const timer of timers) clearInterval(timer);
    });
    const endless = await rawServer((socket) => {
      socket.write('220 hello\r\n');
      socket.once('data', () => timers.push(setInterval(() => socket.write('250-more\r\n'), 50)));
    });
    const begin = performance.now();
    expect(await transportTo(endless, SHORT_WAITS).send(MAIL)).toEqual({ kind: 'retry', reason: 'EABORT' });
    expect(performance.now() - begin).toBeLessThan(3_000);
  });

  it('tries nothing without a server', async () => {
    const transport = new SmtpTransport(new MailConfig(new EnvironmentReader({})));
    expect(transport.configured).toBe(false);
    expect((await transport.send(MAIL)).kind).toBe('retry');
  });
});
