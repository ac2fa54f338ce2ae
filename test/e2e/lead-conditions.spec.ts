import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type LeadCondition, meets } from '../../src/records/leads/assignment-rules/lead-condition.js';
import type { Lead } from '../../src/records/leads/lead.entity.js';
import { useTestProduct } from '../support/use-test-product.js';

const SOURCES = ['Web', 'web site', 'Fair', '100%', 'a_b'];
const TEMPERATURES = ['cold', 'warm', 'hot'];
const TAGS = ['one', 'two', 'three'];
const DAYS = ['2026-01-01', '2026-02-01T10:00:00Z', '2026-02-01T12:00:00+02:00', '2026-03-01'];

const orNull = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const leadBody = fc.record({
  lastName: fc.constant('Doe'),
  source: orNull(fc.constantFrom(...SOURCES)),
  temperature: orNull(fc.constantFrom(...TEMPERATURES)),
  score: orNull(fc.integer({ min: -2, max: 2 })),
  tags: fc.uniqueArray(fc.constantFrom(...TAGS)),
  nextContactAt: orNull(fc.constantFrom(...DAYS)),
});

const over = (field: string, operators: readonly LeadCondition['operator'][], value: fc.Arbitrary<unknown>) =>
  fc.record({ field: fc.constant(field), operator: fc.constantFrom(...operators), value });
const one = ['eq', 'ne'] as const;
const several = ['in', 'nin'] as const;
const order = ['gt', 'gte', 'lt', 'lte'] as const;
const list = (values: readonly unknown[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 });
const condition: fc.Arbitrary<LeadCondition> = fc.oneof(
  over('source', [...one, 'contains', 'startsWith'], fc.constantFrom(...SOURCES, 'WEB', '_', '%')),
  over('source', several, list(SOURCES)),
  over('temperature', one, fc.constantFrom(...TEMPERATURES)),
  over('temperature', several, list(TEMPERATURES)),
  over('score', [...one, ...order], fc.integer({ min: -2, max: 2 })),
  over('score', several, list([-1, 0, 1])),
  over('nextContactAt', [...one, ...order], fc.constantFrom(...DAYS)),
  over('tags', ['has'], list(TAGS)),
  ...['source', 'temperature', 'score', 'nextContactAt'].map((field) =>
    over(field, ['isNull'], fc.boolean()),
  ),
);

describe('a condition of an assignment rule', () => {
  const { api } = useTestProduct();

  it('holds for exactly those leads that the same filter finds', async () => {
    const admin = await api().register();
    const leads: Lead[] = [];
    for (const body of fc.sample(leadBody, { numRuns: 40, seed: 7 })) {
      const answer = await admin.post<Lead>('/api/leads', { body });
      expect(answer.status).toBe(201);
      leads.push(answer.body);
    }
    await fc.assert(
      fc.asyncProperty(condition, async (asked) => {
        const operand = encodeURIComponent(String(asked.value));
        const query = `${asked.field}[${asked.operator}]=${operand}&pageSize=200&sortBy=id`;
        const { status, body } = await admin.get<{ items: { id: string }[] }>(`/api/leads?${query}`);
        expect({ query, status }).toEqual({ query, status: 200 });
        const met = leads.filter((lead) => meets(lead, asked)).map(({ id }) => id);
        expect({ query, ids: body.items.map(({ id }) => id) }).toEqual({ query, ids: met.sort() });
      }),
      { numRuns: 120, seed: 11 },
    );
  }, 60_000);
});
