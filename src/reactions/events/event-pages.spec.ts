import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TenantCore } from '../../../test/support/tenant-core.js';
import { newId } from '../../kernel/identifiers.js';
import { type Access, FULL_ACCESS } from '../../platform/access/access.js';
import { SYSTEM_ACTOR } from '../../platform/context/actor.js';
import type { TenantReference } from '../../platform/context/tenant-reference.js';
import { ResourceRegistry } from '../../platform/resource/resource-registry.js';
import { EventPages, type PageRequest } from './event-pages.js';
import { readEventQuery } from './event-query.js';

const NOBODY = newId();
const EVERYTHING = { userId: SYSTEM_ACTOR.id, access: FULL_ACCESS };
/** Reaches what nobody owns. */
const NARROW: Access = { ...FULL_ACCESS, reach: () => 'own' };

describe('pages of the change feed', () => {
  let core: TenantCore;
  let tenant: TenantReference;

  beforeAll(async () => {
    core = await TenantCore.start();
    tenant = await core.newTenant();
  });

  beforeEach(() =>
    core.within(tenant, async () => {
      await core.database.execute({ text: 'DELETE FROM journal' });
      await core.database.execute({ text: 'UPDATE journal_head SET position = 0' });
    }),
  );

  afterAll(() => core.close());

  /** Stamped events of leads, each with as many bytes of text that no compression makes smaller. */
  async function journal(count: number, bytes = 0, ownerId: string | null = null): Promise<void> {
    await core.database.execute({
      text: `INSERT INTO journal (position, id, resource, record_id, type, version, actor_kind, actor_id, request_id,
          changes, record, occurred_at)
        SELECT (SELECT position FROM journal_head) + place, gen_random_uuid(), 'lead', gen_random_uuid(), 'lead.created',
          1, 'system', $2, 'spec', NULL, jsonb_build_object('ownerId', $3::text, 'text',
            (SELECT string_agg(md5(concat(place, '-', piece)), '') FROM generate_series(1, $4) AS piece)), now()
        FROM generate_series(1, $1) AS place`,
      values: [count, SYSTEM_ACTOR.id, ownerId, bytes / 32],
    });
    await core.database.execute({
      text: 'UPDATE journal_head SET position = position + $1',
      values: [count],
    });
  }

  function request(after: number, limit: number, query: Readonly<Record<string, string>> = {}): PageRequest {
    const { selection } = readEventQuery(query, core.app.get(ResourceRegistry));
    return { after, limit, selection };
  }

  const pages = () => core.app.get(EventPages);

  it('look at so many positions at most, and say that there is more', async () => {
    await core.within(tenant, async () => {
      const reader = { userId: NOBODY, access: NARROW };
      await journal(10_500, 0, newId());
      await journal(1, 0, NOBODY);
      const first = await pages().read(request(0, 10), reader);
      expect(first).toEqual({ items: [], after: 10_000, hasMore: true });
      const second = await pages().read(request(first.after, 10), reader);
      expect(second).toMatchObject({ items: [{ position: 10_501 }], after: 10_501, hasMore: false });
    });
  });

  const ofNobody = { filter: JSON.stringify({ field: 'ownerId', value: NOBODY }) };

  it('ask a filter of so many events at most, and move over those it is not true of', async () => {
    await core.within(tenant, async () => {
      await journal(10_500);
      await journal(2, 0, NOBODY);
      const first = await pages().read(request(0, 1, ofNobody), EVERYTHING);
      expect(first).toEqual({ items: [], after: 10_000, hasMore: true });
      const second = await pages().read(request(first.after, 1, ofNobody), EVERYTHING);
      expect(second).toMatchObject({ items: [{ position: 10_501 }], after: 10_501, hasMore: true });
      const third = await pages().read(request(second.after, 10, ofNobody), EVERYTHING);
      expect(third).toMatchObject({ items: [{ position: 10_502 }], after: 10_502, hasMore: false });
    });
  });

  it('read so many bytes for a filter at most', async () => {
    await core.within(tenant, async () => {
      await journal(34, 700_000);
      await journal(1, 0, NOBODY);
      const first = await pages().read(request(0, 10, ofNobody), EVERYTHING);
      expect(first).toMatchObject({ items: [], hasMore: true });
      expect(first.after).toBeGreaterThan(10);
      expect(first.after).toBeLessThan(34);
      const second = await pages().read(request(first.after, 10, ofNobody), EVERYTHING);
      expect(second).toMatchObject({ items: [{ position: 35 }], after: 35, hasMore: false });
    });
  });

  it('end where they are full of bytes, and go on there', async () => {
    await core.within(tenant, async () => {
      await journal(12, 700_000);
      const seen: number[] = [];
      let page = await pages().read(request(0, 100), EVERYTHING);
      expect(page.items.length).toBeLessThan(10);
      expect(page.hasMore).toBe(true);
      seen.push(...page.items.map(({ position }) => position));
      while (page.hasMore) {
        page = await pages().read(request(page.after, 100), EVERYTHING);
        seen.push(...page.items.map(({ position }) => position));
      }
      expect(seen).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
      expect(page.after).toBe(12);
    });
  });

  it('begin with the oldest that is kept; what asks for older is 410', async () => {
    await core.within(tenant, async () => {
      await journal(10);
      await core.database.execute({ text: 'DELETE FROM journal WHERE position <= 4' });
      expect(await pages().startOf(undefined)).toBe(4);
      expect(await pages().startOf(4)).toBe(4);
      expect(await pages().startOf('now')).toBe(10);
      const expired = { status: 410, code: 'HISTORY_EXPIRED' };
      await expect(pages().startOf(3)).rejects.toMatchObject(expired);
      await expect(pages().read(request(3, 10), EVERYTHING)).rejects.toMatchObject(expired);
      await expect(pages().startOf(11)).rejects.toMatchObject({ status: 400 });
      await core.database.execute({ text: 'DELETE FROM journal' });
      expect(await pages().startOf(undefined)).toBe(10);
      expect(await pages().read(request(10, 10), EVERYTHING)).toEqual({
        items: [],
        after: 10,
        hasMore: false,
      });
    });
  });

  it('do not show what is committed and not stamped yet', async () => {
    await core.within(tenant, async () => {
      await journal(2);
      await core.database.execute({ text: 'UPDATE journal SET position = NULL WHERE position = 2' });
      await core.database.execute({ text: 'UPDATE journal_head SET position = 1' });
      expect(await pages().read(request(0, 10), EVERYTHING)).toMatchObject({ after: 1, hasMore: false });
    });
  });
});
