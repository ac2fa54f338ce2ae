import { describe, expect, it } from '@jest/globals';
import { type CellForms, cellValue } from './cell-values.js';
import type { FieldKind } from './import-field.js';

const POINT: CellForms = { dates: 'iso', decimal: 'point' };
const COMMA: CellForms = { dates: 'dmy', decimal: 'comma' };
const valueOf = (kind: FieldKind, cell: string, forms = POINT, values: readonly string[] = []) =>
  cellValue(cell, { name: 'field', label: null, kind, values }, forms);

describe('the value of a cell', () => {
  it.each(['text', 'number', 'boolean', 'date', 'dateTime', 'enum', 'textList', 'json'] as const)(
    'says nothing when it is empty: %s',
    (kind) => {
      expect(valueOf(kind, '  ')).toBeUndefined();
    },
  );

  it.each([
    ['1234.5', 1234.5, POINT],
    ['-1,234,567.25', -1_234_567.25, POINT],
    ['$ 1,200', 1_200, POINT],
    ['1.234,5', 1234.5, COMMA],
    ["1'000", 1_000, POINT],
    ['1.234', 1.234, POINT],
    ['1.234', 1_234, COMMA],
    // Neither form: for the field to refuse.
    ['1,5', '1,5', POINT],
    ['1.5', '1.5', COMMA],
    ['12a', '12a', POINT],
    ['', undefined, POINT],
  ])('is a number: %s', (cell, value, forms) => {
    expect(valueOf('number', cell, forms)).toBe(value);
  });

  it.each([
    ['2030-01-02', '2030-01-02', POINT],
    ['2030-01-02 10:30', '2030-01-02', POINT],
    ['1.2.2030', '2030-02-01', COMMA],
    ['1/2/2030', '2030-01-02', { ...POINT, dates: 'mdy' }],
    ['1/2/2030', '1/2/2030', POINT],
    ['soon', 'soon', COMMA],
  ] as const)('is a day: %s', (cell, value, forms) => {
    expect(valueOf('date', cell, forms)).toBe(value);
  });

  it.each([
    ['2030-01-02', '2030-01-02T00:00:00Z', POINT],
    ['2030-01-02 10:30', '2030-01-02T10:30:00Z', POINT],
    ['2030-01-02T10:30:05.250+02:00', '2030-01-02T10:30:05.250+02:00', POINT],
    ['2030-01-02 10:30:00 UTC', '2030-01-02T10:30:00Z', POINT],
    ['12/31/2030 12:05 AM', '2030-12-31T00:05:00Z', { ...POINT, dates: 'mdy' }],
    ['12/31/2030 1:05 PM', '2030-12-31T13:05:00Z', { ...POINT, dates: 'mdy' }],
    ['31.12.2030 14:05', '2030-12-31T14:05:00Z', COMMA],
  ] as const)('is a moment: %s', (cell, value, forms) => {
    expect(valueOf('dateTime', cell, forms)).toBe(value);
  });

  it('is a switch, one of several words, a list of texts, or JSON', () => {
    expect(['Yes', 'TRUE', '1', 'no', '0'].map((cell) => valueOf('boolean', cell))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(valueOf('boolean', 'perhaps')).toBe('perhaps');
    expect(valueOf('enum', 'in progress', POINT, ['inProgress'])).toBe('inProgress');
    expect(valueOf('enum', 'other', POINT, ['inProgress'])).toBe('other');
    expect(valueOf('textList', 'a; b ;c;')).toEqual(['a', 'b', 'c']);
    expect(valueOf('json', '[{"id":"x"}]')).toEqual([{ id: 'x' }]);
    expect(valueOf('json', '[')).toBe('[');
  });

  it('is without the sign that keeps spreadsheets from running it', () => {
    expect(valueOf('text', "'=1+1")).toBe('=1+1');
    expect(valueOf('text', "'tis")).toBe("'tis");
  });
});
