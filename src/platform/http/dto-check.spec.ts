import { describe, expect, it } from '@jest/globals';
import { PartialType } from '@nestjs/swagger';
import fc from 'fast-check';
import { DomainError } from '../../kernel/errors.js';
import { DtoCheck } from './dto-check.js';
import { DateTimeField } from './fields/date-time.field.js';
import { EmailField } from './fields/email.field.js';
import { composeField } from './fields/field.js';
import { rule as ruleOf } from './fields/rule.js';
import { EnumField } from './fields/enum.field.js';
import { IdField } from './fields/id.field.js';
import { IntegerField } from './fields/integer.field.js';
import { NestedField } from './fields/nested.field.js';
import { TextListField } from './fields/text-list.field.js';
import { TextField } from './fields/text.field.js';
import { RequestValidationPipe } from './request-validation.pipe.js';

const OPTIONAL = { optional: true, nullable: true } as const;

class AddressDto {
  @TextField({ max: 5 })
  street!: string;
}

class PersonDto {
  @TextField({ max: 5 })
  name!: string;

  @EmailField(OPTIONAL)
  email?: string | null;

  @IntegerField({ optional: true, min: 0, max: 10 })
  score?: number;

  @EnumField(['a', 'b'], { nullable: true })
  kind!: string | null;

  @TextListField({ optional: true, maxItems: 2, max: 3 })
  tags?: string[];

  @DateTimeField(OPTIONAL)
  at?: string | null;

  @IdField(OPTIONAL)
  ownerId?: string | null;
}

class ChangedPersonDto extends PartialType(PersonDto, { skipNullProperties: false }) {}

class HouseholdDto extends PersonDto {
  @NestedField(() => AddressDto, { optional: true })
  address?: AddressDto;
}

const value = fc.oneof(
  fc.constantFrom(null, undefined, '', ' Ada ', 'Adalbert', 'ADA@example.com', 'a', 3, 11, 1.5, true),
  fc.constantFrom<unknown>(
    [],
    ['x', ' x '],
    ['long'],
    ['x', 1],
    '2024-05-01',
    '2024-13-01',
    { street: 'A' },
    { street: 1 },
  ),
  fc.constantFrom('0190b2a0-0000-7000-8000-000000000000', '0190B2A0-0000-7000-8000-000000000000'),
  fc.jsonValue({ maxDepth: 2 }),
);
const field = fc.constantFrom(
  ...[
    'name',
    'email',
    'score',
    'kind',
    'tags',
    'at',
    'ownerId',
    'address',
    'stranger',
    'toString',
    'constructor',
  ],
);
const valid = fc.constantFrom(
  {},
  { name: 'Ada', kind: 'a' },
  { name: 'Bob', kind: null, score: 3, tags: ['x'] },
);
const body = fc
  .tuple(valid, fc.array(fc.tuple(field, value), { maxLength: 4 }))
  .map(([base, entries]): Record<string, unknown> => ({ ...base, ...Object.fromEntries(entries) }));

function composed(rule: () => boolean): PropertyDecorator {
  return composeField({}, { type: 'string' }, [ruleOf('counted', 'must be counted', rule)]);
}

async function outcome(work: () => unknown): Promise<unknown> {
  try {
    return { value: { ...((await work()) as Record<string, unknown>) } };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { status: error.status, code: error.code, message: error.message, details: error.details };
  }
}

describe('the check of many bodies', () => {
  it.each([PersonDto, ChangedPersonDto, HouseholdDto])(
    'says of %p what the request pipe says',
    async (dto) => {
      const check = new DtoCheck<unknown>(dto);
      const pipe = new RequestValidationPipe();
      let accepted = 0;
      await fc.assert(
        fc.asyncProperty(body, async (given) => {
          const expected = await outcome(() =>
            pipe.transform(structuredClone(given), { type: 'body', metatype: dto }),
          );
          expect(await outcome(() => check.check(structuredClone(given)))).toEqual(expected);
          if (typeof expected === 'object' && expected !== null && 'value' in expected) accepted += 1;
        }),
        { numRuns: 1_000 },
      );
      expect(accepted).toBeGreaterThan(50);
    },
  );

  it('asks each rule of what is as it should be once, without the long way', () => {
    let asked = 0;
    class CountedDto {
      @composed(() => (asked += 1) > 0)
      name!: string;
    }
    const check = new DtoCheck<unknown>(CountedDto);
    check.check({ name: 'Ada' });
    expect(asked).toBe(1);
    expect(() => check.check({ name: 'Ada', stranger: 1 })).toThrow(DomainError);
    expect(asked).toBe(2);
  });
});
