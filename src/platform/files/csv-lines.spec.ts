import { describe, expect, it } from '@jest/globals';
import { csvLine } from './csv-lines.js';

describe('a CSV line', () => {
  it('quotes what RFC 4180 says, and nothing else', () => {
    expect(csvLine(['plain', 'a,b', 'say "hi"', 'two\r\nlines', '', null, true])).toBe(
      'plain,"a,b","say ""hi""","two\r\nlines",,,true\r\n',
    );
  });

  it.each(['=1+1', '+1 555 0100', '-2', '@SUM(A1)', '\ttab', '＝1'])('neutralises %j', (text) => {
    expect(csvLine([text])).toBe(`'${text}\r\n`);
  });

  it('neutralises what begins with a line break inside its quotes', () => {
    expect(csvLine(['\r=1', '=A,B'])).toBe(`"'\r=1","'=A,B"\r\n`);
  });

  it('leaves numbers as they are', () => {
    expect(csvLine([-5, 1.5, 0])).toBe('-5,1.5,0\r\n');
  });
});
