import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CustomFieldValue } from '../../platform/resource/record.entity.js';
import { FIELD_TYPES, type FieldDefinition, hasOptions } from './field-definition.js';
import { settleValues, type ValueChange } from './settle-values.js';

const KEYS = ['a', 'b', 'c', 'd'] as const;
const OPTIONS = ['gold', 'silver', 'old'] as const;
const ID = '01a1fd8a-e7f1-768b-bc9c-4736db6577a0';

const definition = fc
  .record({
    key: fc.constantFrom(...KEYS),
    type: fc.constantFrom(...FIELD_TYPES),
    options: fc.subarray([...OPTIONS], { minLength: 1 }),
    required: fc.boolean(),
    indexed: fc.boolean(),
  })
  .map(({ options, ...rest }): FieldDefinition => ({
    ...rest,
    label: rest.key,
    description: null,
    options: hasOptions(rest.type) ? options.map((value) => ({ value, label: value })) : [],
    referenceTo: rest.type === 'reference' ? 'users' : null,
    unique: false,
  }));

/** Values that some type takes, and others that none does. */
const value: fc.Arbitrary<CustomFieldValue> = fc.oneof(
  fc.constantFrom<CustomFieldValue>(null, '', '  ', ' gold ', 'gold', 'silver', 'old', 'x'.repeat(501)),
  fc.constantFrom<CustomFieldValue>('2024-02-29', '2023-02-29', ID, ID.toUpperCase(), 'https://a.example/ b'),
  fc.constantFrom<CustomFieldValue>('ftp://a.example', 'true', '5', true, false, 0, -0, 1.5, 1e300, Infinity),
  fc.constantFrom<CustomFieldValue>([], ['gold'], [' gold', 'gold'], ['old', 'silver'], ['bronze'], ['']),
  fc.string(),
);
const values = fc.dictionary(fc.constantFrom(...KEYS), value);
const stored = fc.dictionary(
  fc.constantFrom(...KEYS),
  value.filter((one) => one !== null && one !== Infinity && !Object.is(one, -0)),
);

/** What the contract says of one value of one type, told apart from the code: the value that is stored; undefined for a refusal. */
function oracle(
  field: FieldDefinition,
  given: CustomFieldValue,
  old: CustomFieldValue,
): CustomFieldValue | undefined {
  if (given === null) return null;
  const choices = field.options.map((option) => option.value);
  if (field.type === 'number') return typeof given === 'number' && given !== Infinity ? given + 0 : undefined;
  if (field.type === 'boolean') return typeof given === 'boolean' ? given : undefined;
  if (field.type === 'multi-select') {
    if (!Array.isArray(given)) return undefined;
    const allowed = [...choices, ...(Array.isArray(old) ? old : [])];
    const tidy = given.map((one) => one.trim()).filter((one, index, all) => all.indexOf(one) === index);
    if (!tidy.every((one) => allowed.includes(one))) return undefined;
    return tidy.length === 0 ? null : tidy;
  }
  if (typeof given !== 'string') return undefined;
  const tidy = given.trim();
  if (field.type === 'text') return tidy.length > (field.indexed ? 500 : 10_000) ? undefined : tidy || null;
  if (field.type === 'select') return choices.includes(tidy) ? tidy : undefined;
  if (field.type === 'date') return given === '2024-02-29' ? given : undefined;
  if (field.type === 'reference') return given.toLowerCase() === ID ? ID : undefined;
  return /^https?:\/\/\w/.test(tidy) ? tidy : undefined;
}

function isSame(one: CustomFieldValue, other: CustomFieldValue): boolean {
  if (Array.isArray(one) && Array.isArray(other))
    return one.join('|') === other.join('|') && one.length === other.length;
  return Object.is(one, other);
}

function expected(fields: ReadonlyMap<string, FieldDefinition>, change: ValueChange) {
  const result: Record<string, CustomFieldValue> = {};
  const refused = new Set<string>();
  for (const key of KEYS) {
    const field = fields.get(key);
    const old = change.before[key] ?? null;
    const isNamed = key in change.wanted;
    const given = change.wanted[key] ?? null;
    const isLeft = isNamed && isSame(given, old);
    let next: CustomFieldValue = null;
    let isTouched = false;
    if (isLeft) next = old;
    else if (field === undefined) {
      if (!isNamed) next = old;
      else refused.add(key);
    } else {
      isTouched = isNamed || old !== null;
      const answer = isNamed ? oracle(field, given, old) : null;
      if (answer === undefined) refused.add(key);
      else next = answer;
    }
    const mustBe = field?.required === true && change.asksFor(key) && (change.isNew || isTouched);
    if (next === null && mustBe) refused.add(key);
    if (next !== null) result[key] = next;
  }
  return { result, refused: [...refused].sort() };
}

describe('settleValues', () => {
  it('agrees with the contract, told apart from it, on random fields, stored values and writes', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(definition, { selector: ({ key }) => key }),
        stored,
        values,
        fc.boolean(),
        fc.boolean(),
        (definitions, before, wanted, isNew, asksRequired) => {
          const fields = new Map(definitions.map((field) => [field.key, field]));
          const change = { before: isNew ? {} : before, wanted, isNew, asksFor: () => asksRequired };
          const settled = settleValues(fields, change, 'leads');
          const { result, refused } = expected(fields, change);
          const faults = settled.faults.map(({ field }) => field.replace('customFields.', ''));
          expect(faults.sort()).toEqual(refused);
          if (refused.length === 0) expect(settled.values).toEqual(result);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('names a reference that is new, and not one that stays', () => {
    const field: FieldDefinition = {
      key: 'buddy',
      label: 'Buddy',
      description: null,
      type: 'reference',
      options: [],
      referenceTo: 'users',
      required: false,
      unique: false,
      indexed: false,
    };
    const fields = new Map([[field.key, field]]);
    const set = (before: Record<string, string>, id: string) =>
      settleValues(fields, { before, wanted: { buddy: id }, isNew: false, asksFor: () => true }, 'leads')
        .references;
    expect(set({}, ID.toUpperCase())).toEqual([{ field: 'customFields.buddy', resource: 'users', id: ID }]);
    expect(set({ buddy: ID }, ID.toUpperCase())).toEqual([]);
  });
});
