import { describe, expect, it } from '@jest/globals';
import type { ArgumentMetadata, Type } from '@nestjs/common';
import { RequestValidationPipe } from '../request-validation.pipe.js';
import { BooleanField } from './boolean.field.js';
import { CheckedTextField } from './checked-text.field.js';
import { DateField } from './date.field.js';
import { DateTimeField } from './date-time.field.js';
import { DecimalField } from './decimal.field.js';
import { DomainNameField } from './domain-name.field.js';
import { EmailField } from './email.field.js';
import { EnumField } from './enum.field.js';
import { IdField } from './id.field.js';
import { IntegerField } from './integer.field.js';
import { IntegerMapField } from './integer-map.field.js';
import { JsonObjectField } from './json-object.field.js';
import { MoneyField } from './money.field.js';
import { PhoneField } from './phone.field.js';
import { CALENDAR_DAY, CURRENCY, LOCALE, ORIGIN, TIME_ZONE } from './text-checks.js';
import { TextField } from './text.field.js';
import { TextListField } from './text-list.field.js';
import { UrlField } from './url.field.js';

const pipe = new RequestValidationPipe();

/** A DTO with the one field `value`. */
function dtoWith(decorate: PropertyDecorator): Type<{ value?: unknown }> {
  class Dto {
    value?: unknown;
  }
  decorate(Dto.prototype, 'value');
  return Dto;
}

async function read(decorator: PropertyDecorator, body: unknown, type: ArgumentMetadata['type'] = 'body') {
  return pipe.transform(body, { type, metatype: dtoWith(decorator) });
}

const ID = '0190B5A8-0000-7000-8000-00000000000A';

describe('accepted values', () => {
  it.each<[string, PropertyDecorator, unknown, unknown]>([
    ['text', TextField({ max: 3 }), ' ab ', 'ab'],
    ['text untrimmed', TextField({ max: 4, trim: false }), ' ab ', ' ab '],
    ['optional text may be empty', TextField({ max: 3, optional: true }), '', ''],
    ['email', EmailField(), ' Ada@Example.COM ', 'ada@example.com'],
    ['phone', PhoneField(), '+49 (0)30 / 123-45 ext. 6', '+49 (0)30 / 123-45 ext. 6'],
    ['url', UrlField(), 'https://example.com/a?b=c', 'https://example.com/a?b=c'],
    ['domain', DomainNameField(), 'https://WWW.Example.com/a', 'example.com'],
    ['enum', EnumField(['a', 'b']), 'b', 'b'],
    ['enum list', EnumField(['a', 'b'], { list: true }), ['b', 'a'], ['b', 'a']],
    ['integer', IntegerField({ min: 0 }), 0, 0],
    ['decimal', DecimalField({ scale: 4 }), -0.1234, -0.1234],
    ['money', MoneyField(), 1_234_567_890_123.45, 1_234_567_890_123.45],
    ['boolean', BooleanField(), false, false],
    ['date', DateField(), '2024-02-29', '2024-02-29'],
    ['moment', DateTimeField(), '2024-05-01T10:00:00+02:00', '2024-05-01T08:00:00.000Z'],
    ['moment, microseconds', DateTimeField(), '2024-05-01T10:00:00.123456Z', '2024-05-01T10:00:00.123Z'],
    ['moment without offset', DateTimeField(), '2024-05-01 10:00', '2024-05-01T10:00:00.000Z'],
    ['day as moment', DateTimeField(), '2024-05-01', '2024-05-01T00:00:00.000Z'],
    ['id', IdField(), ID, ID.toLowerCase()],
    ['ids', IdField({ maxItems: 2 }), [ID], [ID.toLowerCase()]],
    ['texts', TextListField({ maxItems: 2, max: 3 }), [' a', 'a ', 'b'], ['a', 'b']],
    ['object', JsonObjectField(), { a: [1] }, { a: [1] }],
    ['numbers by name', IntegerMapField({ maxItems: 2 }), { a: 1, b: 0 }, { a: 1, b: 0 }],
    ['time zone', CheckedTextField(TIME_ZONE), ' America/New_York ', 'America/New_York'],
    ['currency', CheckedTextField(CURRENCY), 'EUR', 'EUR'],
    ['locale', CheckedTextField(LOCALE), 'zh-Hant-TW', 'zh-Hant-TW'],
    ['origin with a port', CheckedTextField(ORIGIN), 'http://localhost:3000', 'http://localhost:3000'],
    ['days', CheckedTextField(CALENDAR_DAY, { maxItems: 1 }), ['2026-12-25', '2026-12-25'], ['2026-12-25']],
  ])('%s', async (_name, decorator, value, expected) => {
    expect(await read(decorator, { value })).toEqual({ value: expected });
  });
});

describe('refused values', () => {
  it.each<[string, PropertyDecorator, unknown]>([
    ['empty required text', TextField({ max: 3 }), '  '],
    ['long text', TextField({ max: 3 }), 'abcd'],
    ['number as text', TextField({ max: 3 }), 1],
    ['list as text', TextField({ max: 3 }), ['a']],
    ['email', EmailField(), 'ada@'],
    ['long email', EmailField(), `${'a'.repeat(250)}@b.co`],
    ['phone without digits', PhoneField(), 'none'],
    ['address as domain', DomainNameField(), '127.0.0.1'],
    ['script as url', UrlField(), 'javascript:alert(1)'],
    ['enum', EnumField(['a']), 'A'],
    ['enum member of a prototype', EnumField(['a']), 'constructor'],
    ['enum list item', EnumField(['a'], { list: true }), ['x']],
    ['text as integer', IntegerField(), '1'],
    ['fraction as integer', IntegerField(), 1.5],
    ['integer out of range', IntegerField(), 2 ** 31],
    ['too many decimals', MoneyField(), 0.001],
    ['drifted sum', MoneyField(), 0.1 + 0.2],
    ['negative money', MoneyField(), -1],
    ['tiny number', DecimalField(), 1e-7],
    ['text as decimal', DecimalField(), '1.5'],
    ['text as boolean', BooleanField(), 'true'],
    ['number as boolean', BooleanField(), 1],
    ['30 February', DateField(), '2023-02-29'],
    ['moment on 30 February', DateTimeField(), '2024-02-30T00:00:00Z'],
    ['hour 25', DateTimeField(), '2024-02-20T25:00:00Z'],
    ['number as moment', DateTimeField(), 1_700_000_000],
    ['words as moment', DateTimeField(), 'May 1, 2024'],
    ['id', IdField(), 'x'],
    ['id list item', IdField({ maxItems: 1 }), [1]],
    ['too many ids', IdField({ maxItems: 1 }), [ID, `${ID.slice(0, -1)}b`]],
    ['too many texts', TextListField({ maxItems: 1, max: 3 }), ['a', 'b']],
    ['empty text in a list', TextListField({ maxItems: 1, max: 3 }), [' ']],
    ['text as list', TextListField({ maxItems: 1, max: 3 }), 'a'],
    ['list as object', JsonObjectField(), []],
    ['too many numbers by name', IntegerMapField({ maxItems: 1 }), { a: 1, b: 0 }],
    ['fractions by name', IntegerMapField({ maxItems: 2 }), { a: 1.5 }],
    ['time zone', CheckedTextField(TIME_ZONE), 'Mars/Olympus'],
    ['offset as time zone', CheckedTextField(TIME_ZONE), '+02:00'],
    ['currency in small letters', CheckedTextField(CURRENCY), 'eur'],
    ['currency', CheckedTextField(CURRENCY), 'QQQ'],
    ['locale not canonical', CheckedTextField(LOCALE), 'de_de'],
    ['origin with a path', CheckedTextField(ORIGIN), 'https://app.example.com/'],
    ['origin with the default port', CheckedTextField(ORIGIN), 'https://app.example.com:443'],
    ['origin of a file', CheckedTextField(ORIGIN), 'null'],
    ['any origin', CheckedTextField(ORIGIN), '*'],
    ['day in a list', CheckedTextField(CALENDAR_DAY, { maxItems: 2 }), ['2026-02-29']],
    ['too many days', CheckedTextField(CALENDAR_DAY, { maxItems: 1 }), ['2026-12-25', '2026-12-26']],
  ])('%s', async (_name, decorator, value) => {
    await expect(read(decorator, { value })).rejects.toMatchObject({
      status: 422,
      details: [{ field: 'value' }],
    });
  });
});

describe('presence', () => {
  it.each([
    [{}, {}, 'is required'],
    [{}, { value: null }, 'must not be null'],
    [{ optional: true }, { value: null }, 'must not be null'],
    [{ nullable: true }, {}, 'is required'],
  ])('with %j, %j %s', async (options, body, message) => {
    await expect(read(TextField({ max: 3, ...options }), body)).rejects.toMatchObject({
      details: [{ field: 'value', message }],
    });
  });

  it.each([
    [{ optional: true }, {}],
    [{ nullable: true }, { value: null }],
    [{ optional: true, nullable: true }, {}],
    [{ optional: true, nullable: true }, { value: null }],
  ])('with %j, %j is fine', async (options, body) => {
    expect(await read(TextField({ max: 3, ...options }), body)).toEqual(body);
  });
});

describe('queries', () => {
  it.each<[PropertyDecorator, string, unknown]>([
    [IntegerField({ fromText: true }), '-12', -12],
    [DecimalField({ fromText: true }), '1.25', 1.25],
    [BooleanField({ fromText: true }), 'false', false],
  ])('reads values from text (%#)', async (decorator, value, expected) => {
    expect(await read(decorator, { value }, 'query')).toEqual({ value: expected });
  });

  it.each<[PropertyDecorator, string]>([
    [IntegerField({ fromText: true }), '1e3'],
    [IntegerField({ fromText: true }), ''],
    [DecimalField({ fromText: true }), '1,5'],
    [BooleanField({ fromText: true }), 'yes'],
  ])('refuses other text with 400 (%#)', async (decorator, value) => {
    await expect(read(decorator, { value }, 'query')).rejects.toMatchObject({
      status: 400,
      code: 'BAD_REQUEST',
    });
  });
});
