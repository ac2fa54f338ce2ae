import { describe, expect, it } from '@jest/globals';
import { IcsLines } from './ics-lines.js';

describe('IcsLines', () => {
  it('escapes what means something else in a text, and leaves out what no text holds', () => {
    const text = 'a;b,c\\d\r\ne\nf\u0000\tg';
    expect(new IcsLines().addText('SUMMARY', text).toString()).toBe('SUMMARY:a\\;b\\,c\\\\d\\ne\\nfg\r\n');
    expect(new IcsLines().add('RRULE', 'FREQ=DAILY;COUNT=2').toString()).toBe('RRULE:FREQ=DAILY;COUNT=2\r\n');
  });

  it.each(Array.from({ length: 12 }, (_, before) => before))(
    'folds lines after at most 75 octets, never within a character, %i after their beginning',
    (before) => {
      const text = 'x'.repeat(before) + 'ä€😀'.repeat(60);
      const folded = new IcsLines().add('SUMMARY', text).toString();
      const rows = folded.split('\r\n').slice(0, -1);
      expect(rows.length).toBeGreaterThan(1);
      for (const row of rows) {
        expect(Buffer.byteLength(row)).toBeLessThanOrEqual(75);
        expect(Buffer.from(row).toString()).toBe(row);
      }
      expect(folded.replaceAll('\r\n ', '')).toBe(`SUMMARY:${text}\r\n`);
    },
  );
});
