import { describe, expect, it } from '@jest/globals';
import { Redaction } from './redaction.js';

describe('taking names out of texts', () => {
  const names = new Redaction([
    'ada@example.com',
    'Ada Byron',
    'ada@example.com ',
    '+49 30 12345',
    'Ada',
    'a.b+c',
  ]);

  it('finds them whatever their case, an address before the name in it', () => {
    expect(names.of('Mail ADA@example.com, or call +49 30 12345 (ada byron)')).toBe(
      'Mail [erased], or call [erased] ([erased])',
    );
  });

  it('leaves what only begins or ends like them, and what is too short to be a name', () => {
    for (const text of ['nada@example.com', 'ada@example.community', 'Ada Byrons', 'Ada', '+49 30 123456'])
      expect(names.of(text)).toBe(text);
  });

  it('takes special characters for what they are', () => {
    expect(names.of('a.b+c')).toBe('[erased]');
    expect(names.of('axbbc')).toBe('axbbc');
  });

  it('looks into values however deep, and answers the same value where it finds nothing', () => {
    const found = { filter: [{ value: 'ada@example.com', limit: 5, at: null }] };
    expect(names.of(found)).toEqual({ filter: [{ value: '[erased]', limit: 5, at: null }] });
    const none = { filter: [{ value: 'bob@example.com' }], list: [1, null, true] };
    expect(names.of(none)).toBe(none);
    const nothing = new Redaction(['abc', '']);
    expect(nothing.isEmpty).toBe(true);
    expect(nothing.of('abc')).toBe('abc');
  });

  it('finds candidates with LIKE, in JSON too', () => {
    expect(new Redaction(['50%_off', 'say "hi"']).patterns).toEqual([
      '%say "hi"%',
      '%50\\%\\_off%',
      '%say \\\\"hi\\\\"%',
    ]);
  });
});
