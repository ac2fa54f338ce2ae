import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cleanFileName } from './file-name.js';

describe('cleanFileName', () => {
  it.each([
    ['offer.pdf', 'offer.pdf'],
    ['Grüße – 東京.txt', 'Grüße – 東京.txt'],
    ['Gru\u0308n.txt', 'Grün.txt'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\me\\offer.pdf', 'offer.pdf'],
    ['a\u0000b\r\nc.txt', 'abc.txt'],
    ['invoice\u202efdp.exe', 'invoicefdp.exe'],
    ['  a   b .txt. . ', 'a b .txt'],
    ['.gitignore', '.gitignore'],
    ['..', 'file'],
    ['dir/', 'file'],
    ['', 'file'],
  ])('%j becomes %j', (given, expected) => {
    expect(cleanFileName(given)).toBe(expected);
  });

  it('shortens, and keeps the ending', () => {
    const name = cleanFileName(`${'é'.repeat(300)}.docx`);
    expect(name).toHaveLength(200);
    expect(name.endsWith('é.docx')).toBe(true);
  });

  it('gives names of 1 to 200 characters without folders or control characters, and changes none of them again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (given) => {
        const name = cleanFileName(given);
        expect([...name].length).toBeGreaterThan(0);
        expect([...name].length).toBeLessThanOrEqual(200);
        expect(name).not.toMatch(/[/\\\p{Cc}\p{Cf}]/u);
        expect(cleanFileName(name)).toBe(name);
      }),
    );
  });
});
