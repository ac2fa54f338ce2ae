import { describe, expect, it } from '@jest/globals';
import { readAccounts } from './accounts.js';
import { readOpenOpportunities } from './opportunities.js';
import { readSalesAgents } from './sales-agents.js';

describe('readAccounts', () => {
  it('gives all accounts, spelled right, in dollars', async () => {
    const accounts = await readAccounts();
    expect(accounts).toHaveLength(85);
    expect(new Set(accounts.map(({ externalId }) => externalId)).size).toBe(85);
    expect(accounts[0]).toEqual({
      externalId: 'account-acme-corporation',
      name: 'Acme Corporation',
      industry: 'Technology',
      yearEstablished: 1996,
      annualRevenue: 1_100_040_000,
      currency: 'USD',
      employeeCount: 2822,
      country: 'United States',
    });
    expect(accounts.filter(({ industry }) => industry === 'Technology')).toHaveLength(12);
    expect(accounts.filter(({ country }) => country === 'Philippines')).toHaveLength(1);
  });

  it('has parents that belong to nobody, and every company of an opportunity', async () => {
    const accounts = await readAccounts();
    const byName = new Map(accounts.map((account) => [account.name, account]));
    const children = accounts.filter(({ parent }) => parent !== undefined);
    expect(children).toHaveLength(15);
    for (const { parent = '' } of children) expect(byName.get(parent)).not.toHaveProperty('parent');
    for (const { company } of await readOpenOpportunities()) expect(byName.has(company)).toBe(true);
  });
});

describe('readSalesAgents', () => {
  it('gives everybody who has an opportunity', async () => {
    const names = new Set((await readSalesAgents()).map(({ name }) => name));
    expect(names.size).toBe(35);
    for (const { agent } of await readOpenOpportunities()) expect(names.has(agent)).toBe(true);
  });
});
