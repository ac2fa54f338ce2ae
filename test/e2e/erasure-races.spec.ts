import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient, RegisteredTenant } from '../support/api-client.js';
import { completedErasure, type Receipt } from '../support/completed-erasure.js';
import { FeedReader } from '../support/feed-reader.js';
import { made } from '../support/route-case.js';
import { useTestProduct } from '../support/use-test-product.js';

const PAIRS = 3;

interface Converted {
  readonly lead: string;
  readonly deal: string;
}

describe('erasing records that point at each other', () => {
  const { api } = useTestProduct({ ERASURE_GRACE_MS: '200' });
  let admin: ApiClient & { readonly tenant: RegisteredTenant };

  beforeAll(async () => {
    admin = await api().register();
  });

  async function converted(): Promise<Converted> {
    const lead = await made(admin, '/api/leads', { lastName: 'Converted' });
    expect((await admin.post(`/api/leads/${lead}/convert`, { body: {} })).status).toBe(200);
    const { body } = await admin.get(`/api/leads/${lead}`);
    return { lead, deal: String(body['convertedDealId']) };
  }

  /** Begins to erase one. @returns the id of its receipt */
  async function begun(path: string): Promise<string> {
    const answer = await admin.delete<Receipt>(`${path}?permanent=true`);
    expect(answer).toMatchObject({ status: 202, body: { state: 'running' } });
    return answer.body.id;
  }

  it('comes to its end for a lead and the deal that it was converted to, asked for at the same moment', async () => {
    const start = await FeedReader.fromEnd(admin);
    const pairs = await Promise.all(Array.from({ length: PAIRS }, converted));
    const begins = await Promise.all(
      pairs.flatMap(({ lead, deal }, index) => {
        const both = [begun(`/api/leads/${lead}`), begun(`/api/deals/${deal}`)];
        return index % 2 === 0 ? both : both.toReversed();
      }),
    );
    const receipts: Receipt[] = [];
    for (const id of begins) receipts.push(await completedErasure(admin, id));
    expect(receipts.filter(({ counts }) => counts['leads'] === 1)).toHaveLength(PAIRS);
    expect(receipts.filter(({ counts }) => counts['deals'] === 1)).toHaveLength(PAIRS);
    const events = await start.read();
    for (const { lead, deal } of pairs) {
      expect((await admin.get(`/api/leads/${lead}`)).status).toBe(410);
      expect((await admin.get(`/api/deals/${deal}`)).status).toBe(410);
      for (const id of [lead, deal]) {
        const own = events.filter(({ recordId }) => recordId === id);
        // One that was begun a moment before the other takes its link, which is a version; nothing comes after the end.
        expect(own.map(({ recordVersion }) => recordVersion)).toEqual(own.map((_, index) => index + 1));
        expect(own.map(({ type }) => type.split('.')[1]).slice(-2)).toEqual(['deleted', 'erased']);
        expect(own.filter(({ type }) => type.endsWith('.erased'))).toHaveLength(1);
      }
    }
  });
});
