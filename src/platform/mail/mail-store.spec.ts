import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TenantCore } from '../../../test/support/tenant-core.js';
import { TestClock } from '../../../test/support/test-clock.js';
import { SecretBox } from '../crypto/index.js';
import { ControlDatabase } from '../database/control-database.js';
import { composeMail } from './compose-mail.js';
import { type ClaimedMail, MailStore } from './mail-store.js';

const LEASE = 60_000;

describe('MailStore', () => {
  const clock = new TestClock();
  let core: TenantCore;
  let control: ControlDatabase;
  let store: MailStore;
  let id: string;

  beforeAll(async () => {
    core = await TenantCore.start();
    control = core.app.get(ControlDatabase);
    store = new MailStore(control, core.app.get(SecretBox), clock);
  });

  beforeEach(async () => {
    await control.query('DELETE FROM mails');
    const content = composeMail({ subject: 'Hello', paragraphs: ['Here.'] });
    const expiresAt = new Date(clock.milliseconds() + 3_600_000);
    id = await control.transaction((manager) =>
      store.insert(manager, { to: 'ada@example.com', ...content, expiresAt }),
    );
  });

  afterAll(() => core.close());

  async function claim(): Promise<ClaimedMail> {
    const claimed = await store.claim(id, LEASE);
    if (claimed === undefined) throw new Error('Nothing to claim');
    return claimed;
  }

  it('gives a mail to one of many workers, until its lease runs out', async () => {
    const claims = await Promise.all(Array.from({ length: 8 }, () => store.claim(id, LEASE)));
    expect(claims.filter((claimed) => claimed !== undefined)).toHaveLength(1);
    expect(await store.listDue(10)).toEqual([]);
    clock.advance(LEASE + 1);
    expect(await store.listDue(10)).toEqual([id]);
    expect(await claim()).toMatchObject({ attempts: 2 });
  });

  it('lets whoever lost the lease settle nothing', async () => {
    const slow = await claim();
    clock.advance(LEASE + 1);
    const quick = await claim();
    await store.markFailed(slow, 'too late');
    await store.postpone(slow, 1_000, 'too late');
    expect(store.read(quick)).toMatchObject({ to: 'ada@example.com', text: 'Here.\n' });
    await store.markSent(quick);
    const [row] = await control.query('SELECT state, last_failure FROM mails WHERE id = $1', [id]);
    expect(row).toEqual({ state: 'sent', last_failure: null });
  });

  it('opens no content that was moved to another mail', async () => {
    const claimed = await claim();
    expect(() => store.read({ ...claimed, id: '0190b2a0-0000-7000-8000-000000000000' })).toThrow();
  });
});
