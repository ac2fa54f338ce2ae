import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '../../../test/support/eventually.js';
import { MailServer } from '../../../test/support/mail-server.js';
import { TenantCore } from '../../../test/support/tenant-core.js';
import { SecretBox } from '../crypto/index.js';
import { ControlDatabase } from '../database/control-database.js';
import { JobQueues } from '../queue/job-queues.js';
import { composeMail } from './compose-mail.js';
import { Mailer } from './mailer.js';

const SECRET = 'https://crm.example.com/reset-password#token=canary';
const HOUR = 3_600_000;

interface MailRow {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly state: string;
  readonly attempts: number;
  readonly last_failure: string | null;
  readonly sealed_content: string | null;
  readonly next_attempt_at: Date;
}

describe('Mailer', () => {
  let server: MailServer;
  let core: TenantCore;
  let control: ControlDatabase;
  let recipients = 0;
  let to: string;

  beforeAll(async () => {
    server = await MailServer.start();
    core = await TenantCore.start({
      WORKERS: 'inline',
      SMTP_URL: server.url,
      SMTP_SOCKET_MS: '1500',
      SMTP_TOTAL_MS: '6000',
      MAIL_LEASE_MS: '7000',
      MAIL_FROM: 'Acme <crm@acme.example>',
      SWEEP_MS: '100',
    });
    control = core.app.get(ControlDatabase);
  });

  beforeEach(() => {
    recipients += 1;
    to = `person-${recipients}@example.com`;
  });

  afterEach(() => {
    server.mood = 'takes';
    jest.restoreAllMocks();
  });

  afterAll(async () => {
    await core.close();
    await server.close();
  });

  function send(lifetime = HOUR, after: () => void = () => undefined): Promise<void> {
    const content = composeMail({
      subject: 'Hello',
      paragraphs: ['Here:'],
      action: { label: 'Go', url: SECRET },
    });
    return control.transaction(async (manager) => {
      const expiresAt = new Date(Date.now() + lifetime);
      await core.app.get(Mailer).send(manager, { to, ...content, expiresAt });
      after();
    });
  }

  async function row(): Promise<MailRow> {
    const [found] = await control.query<MailRow>('SELECT * FROM mails WHERE recipient = $1', [to]);
    if (found === undefined) throw new Error(`No mail to ${to}`);
    return found;
  }

  const state = (expected: string) =>
    eventually(`the mail is ${expected}`, async () => {
      const found = await row();
      return found.state === expected && found;
    });

  /** As if the wait before the next attempt were over. */
  const hurry = () => control.query('UPDATE mails SET next_attempt_at = now() WHERE recipient = $1', [to]);

  it('sends what was committed, from the sender, under the id of its row, and keeps no content', async () => {
    await send();
    const mail = await server.mailTo(to);
    expect(mail.from?.text).toBe('"Acme" <crm@acme.example>');
    expect(mail).toMatchObject({ subject: 'Hello', text: expect.stringContaining(SECRET) });
    expect(mail.html).toContain(SECRET);
    const sent = await state('sent');
    expect(mail.messageId).toBe(`<${sent.id}@acme.example>`);
    expect(sent).toMatchObject({ attempts: 1, sealed_content: null, last_failure: null });
  });

  it('sends nothing of what was rolled back', async () => {
    const failing = send(HOUR, () => {
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await expect(row()).rejects.toThrow('No mail');
    to = 'afterwards@example.com';
    await send();
    await server.mailTo(to);
    expect(
      server.mails.some((mail) => [mail.to].flat()[0]?.text === `person-${recipients}@example.com`),
    ).toBe(false);
  });

  it('keeps the content encrypted while it waits', async () => {
    server.mood = 'is-busy';
    await send();
    await eventually('one attempt', async () => (await row()).last_failure !== null);
    expect((await row()).sealed_content).toMatch(/^test\./);
    expect(JSON.stringify(await control.query('SELECT * FROM mails'))).not.toContain('canary');
  });

  it('tries again when the server was busy, and waits longer before that', async () => {
    server.mood = 'is-busy';
    await send();
    const first = await eventually('one attempt', async () => {
      const found = await row();
      return found.last_failure !== null && found;
    });
    expect(first).toMatchObject({ state: 'pending', attempts: 1, last_failure: 'EENVELOPE 451' });
    expect(first.next_attempt_at.getTime()).toBeGreaterThan(Date.now() + 5_000);
    server.mood = 'takes';
    await hurry();
    await server.mailTo(to);
    expect(await state('sent')).toMatchObject({ attempts: 2 });
  });

  it('gives up at once what the server rejects for good, and at last what never works', async () => {
    server.mood = 'rejects-recipients';
    await send();
    expect(await state('failed')).toMatchObject({
      attempts: 1,
      last_failure: 'EENVELOPE 550',
      sealed_content: null,
    });
    to = `never-${to}`;
    server.mood = 'is-busy';
    await send();
    await eventually('one attempt', async () => (await row()).last_failure !== null);
    await control.query('UPDATE mails SET attempts = 9 WHERE recipient = $1', [to]);
    await hurry();
    expect(await state('failed')).toMatchObject({ attempts: 10, sealed_content: null });
  });

  it('waits no longer than it may for a server that hangs, and lets the other mails pass', async () => {
    server.mood = 'hangs';
    await send();
    await eventually('the recipient was named', () => server.tried.includes(to));
    server.mood = 'takes';
    const hanging = to;
    to = `other-${to}`;
    await send();
    await server.mailTo(to);
    to = hanging;
    const tried = await eventually('given up', async () => {
      const found = await row();
      return found.last_failure !== null && found;
    });
    expect(tried).toMatchObject({ state: 'pending', last_failure: 'ETIMEDOUT' });
  });

  it('finds a mail whose wake-up was lost', async () => {
    jest.spyOn(core.app.get(JobQueues), 'add').mockRejectedValueOnce(new Error('away'));
    await send();
    await server.mailTo(to);
    await state('sent');
  });

  it('takes up again a mail whose worker died, under the same Message-ID', async () => {
    await send();
    const first = await server.mailTo(to);
    const { id } = await state('sent');
    // As it stands when the server has taken the mail, and the worker dies before it can say so.
    await control.query(
      `UPDATE mails SET state = 'pending', lease_until = now() + interval '400 milliseconds',
         sealed_content = $2 WHERE id = $1`,
      [id, core.app.get(SecretBox).seal('{"text":"again","html":"again"}', `mail:${id}`)],
    );
    const second = await server.mailTo(to, 2);
    expect(second.messageId).toBe(first.messageId);
    expect(await state('sent')).toMatchObject({ attempts: 2 });
  });

  it('does not send what has lost its sense, and forgets everything after a month', async () => {
    await send(-1);
    expect(await state('failed')).toMatchObject({ last_failure: 'expired' });
    expect(server.mailsTo(to)).toEqual([]);
    await control.query(`UPDATE mails SET created_at = now() - interval '31 days' WHERE recipient = $1`, [
      to,
    ]);
    await eventually('forgotten', () =>
      row().then(
        () => false,
        () => true,
      ),
    );
  });
});

describe('a mail server that is down', () => {
  it('keeps nobody from work, and gets the mail when it is back', async () => {
    const first = await MailServer.start();
    const { port } = first;
    await first.close();
    const settings = { WORKERS: 'inline', SMTP_URL: `smtp://127.0.0.1:${port}`, SWEEP_MS: '100' };
    const core = await TenantCore.start({ ...settings, MAIL_SCHEDULE_PERCENT: '1' });
    try {
      const control = core.app.get(ControlDatabase);
      const to = 'patient@example.com';
      await control.transaction((manager) =>
        core.app.get(Mailer).send(manager, {
          to,
          ...composeMail({ subject: 'Hello', paragraphs: ['Here.'] }),
          expiresAt: new Date(Date.now() + HOUR),
        }),
      );
      await eventually('an attempt failed', async () => {
        const [found] = await control.query<MailRow>('SELECT * FROM mails');
        return found?.last_failure === 'ESOCKET';
      });
      const second = await MailServer.start(port);
      await second.mailTo(to);
      await second.close();
    } finally {
      await core.close();
    }
  });
});
