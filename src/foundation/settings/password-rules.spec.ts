import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_PASSWORD_RULES, faultsOfPassword, strictestOf } from './password-rules.js';

const rules = fc.record({
  minimumLength: fc.integer({ min: 8, max: 14 }),
  requireMixedCase: fc.boolean(),
  requireDigit: fc.boolean(),
  requireSymbol: fc.boolean(),
  refuseCommon: fc.boolean(),
});
const password = fc.string({
  unit: fc.constantFrom('a', 'B', '7', '!', ' ', 'ß', '💡'),
  minLength: 6,
  maxLength: 16,
});

describe('password rules', () => {
  it('together let through exactly what each of them lets through', () => {
    fc.assert(
      fc.property(fc.array(rules, { minLength: 1, maxLength: 4 }), password, (all, text) => {
        const isKept = all.every((one) => faultsOfPassword(text, one).length === 0);
        expect(faultsOfPassword(text, strictestOf(all)).length === 0).toBe(isKept);
        expect(strictestOf(all).refuseCommon).toBe(all.some(({ refuseCommon }) => refuseCommon));
      }),
    );
  });

  it("let the guide's password through when nobody has chosen any", () => {
    expect(strictestOf([])).toEqual(DEFAULT_PASSWORD_RULES);
    expect(faultsOfPassword('Admin@123', DEFAULT_PASSWORD_RULES)).toEqual([]);
  });

  it('count characters, not the units that store them', () => {
    expect(faultsOfPassword('💡'.repeat(7), DEFAULT_PASSWORD_RULES)).toEqual([
      'must have at least 8 characters',
    ]);
  });

  it.each([
    ['Straße-7', 'requireMixedCase'],
    ['straße-٣', 'requireDigit'],
    ['straße 7€', 'requireSymbol'],
  ])('know letters, digits and symbols of every script: %s', (text, rule) => {
    expect(faultsOfPassword(text, { ...DEFAULT_PASSWORD_RULES, [rule]: true })).toEqual([]);
  });
});
