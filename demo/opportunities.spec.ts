import { beforeAll, describe, expect, it } from '@jest/globals';
import { readCsv } from './csv.js';
import { readOpenOpportunities } from './opportunities.js';
import type { Opportunity } from './opportunities.js';

let opportunities: Opportunity[];

beforeAll(async () => {
  opportunities = await readOpenOpportunities();
});

describe('readOpenOpportunities', () => {
  it('gives the open deals that name an account', () => {
    const count = (status: string): number => opportunities.filter((lead) => lead.status === status).length;
    expect([opportunities.length, count('New'), count('Contacted')]).toEqual([664, 163, 501]);
    expect(new Set(opportunities.map(({ externalId }) => externalId)).size).toBe(664);
    expect(new Set(opportunities.map(({ agent }) => agent)).size).toBe(27);
  });

  it('spells every product as the price list does', async () => {
    const names = (await readCsv('products.csv')).map(({ product }) => product);
    expect(names).toEqual(expect.arrayContaining([...new Set(opportunities.map(({ product }) => product))]));
    expect(opportunities.some(({ product }) => product === 'GTX Pro')).toBe(true);
  });

  it('dates the first contact of engaged deals alone', () => {
    expect(
      opportunities.every((lead) => (lead.firstContactAt !== undefined) === (lead.status === 'Contacted')),
    ).toBe(true);
    const engaged = opportunities.find(({ status }) => status === 'Contacted');
    expect(engaged?.firstContactAt).toMatch(/^201[67]-(0[1-9]|1[0-2])-\d\dT00:00:00\.000Z$/);
  });
});
