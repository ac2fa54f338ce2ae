import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bodyExcerpt } from './body-excerpt.js';

describe('bodyExcerpt', () => {
  it('drops NUL and other control characters, keeps tabs and line breaks', () => {
    expect(bodyExcerpt(Buffer.from('a\u0000b\u001b[31m\tc\r\nd\u007f\u0085'), 100)).toBe('ab[31m\tc\r\nd');
  });

  it('replaces what is not UTF-8', () => {
    expect(bodyExcerpt(Buffer.from([0x61, 0xff, 0x62, 0xed, 0xa0, 0x80]), 100)).toBe(
      'a\ufffdb\ufffd\ufffd\ufffd',
    );
  });

  it('does not leave half a character at the cut', () => {
    expect(bodyExcerpt(Buffer.from('aé'), 2)).toBe('a');
  });

  it('never exceeds the limit, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 0, max: 100 }), (bytes, limit) => {
        const text = bodyExcerpt(bytes, limit);
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit);
        expect(text).not.toContain('\u0000');
      }),
    );
  });
});
