import { describe, expect, it } from '@jest/globals';
import { readRange } from './byte-range.js';
import { attachmentNamed } from './content-disposition.js';

describe('readRange, of ten bytes', () => {
  it.each([
    ['bytes=0-9', { first: 0, last: 9 }],
    ['bytes=0-0', { first: 0, last: 0 }],
    ['bytes=3-', { first: 3, last: 9 }],
    ['bytes=3-99', { first: 3, last: 9 }],
    ['bytes=-3', { first: 7, last: 9 }],
    ['bytes=-99', { first: 0, last: 9 }],
  ])('%s', (header, range) => {
    expect(readRange(header, 10)).toEqual(range);
  });

  it.each([undefined, '', 'bytes=-', 'bytes=5-3', 'bytes=0-1,3-4', 'lines=0-1', 'bytes=x-1', 'bytes=0-1 '])(
    '%s means all of it',
    (header) => {
      expect(readRange(header, 10)).toBeUndefined();
    },
  );

  it.each(['bytes=10-', 'bytes=10-20', 'bytes=-0'])('%s asks for what is not there', (header) => {
    expect(() => readRange(header, 10)).toThrow('The file has 10 bytes');
  });
});

describe('attachmentNamed', () => {
  it.each([
    ['a.pdf', `attachment; filename="a.pdf"; filename*=UTF-8''a.pdf`],
    ['a "b"\\c%.pdf', `attachment; filename="a _b__c_.pdf"; filename*=UTF-8''a%20%22b%22%5Cc%25.pdf`],
    ['Grüße.txt', `attachment; filename="Gr__e.txt"; filename*=UTF-8''Gr%C3%BC%C3%9Fe.txt`],
    ["it's (1)*.txt", `attachment; filename="it's (1)*.txt"; filename*=UTF-8''it%27s%20%281%29%2A.txt`],
  ])('%j', (name, header) => {
    expect(attachmentNamed(name)).toBe(header);
  });
});
