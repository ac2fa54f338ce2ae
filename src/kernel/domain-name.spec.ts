import { describe, expect, it } from '@jest/globals';
import { toDomainName } from './domain-name.js';

describe('a domain name', () => {
  it.each([
    ['example.com', 'example.com'],
    ['  Example.COM. ', 'example.com'],
    ['https://WWW.Example.com/about?x=1#top', 'example.com'],
    ['http://www.example.co.uk:8080', 'example.co.uk'],
    ['www.com', 'www.com'],
    ['www.www.com', 'www.com'],
    ['sub.example.com/path', 'sub.example.com'],
    ['müller.de', 'xn--mller-kva.de'],
    ['xn--mller-kva.de', 'xn--mller-kva.de'],
    ['example.xn--p1ai', 'example.xn--p1ai'],
  ])('of %s is %s', (text, domain) => {
    expect(toDomainName(text)).toBe(domain);
  });

  it.each([
    '',
    'localhost',
    'example',
    '127.0.0.1',
    '[::1]',
    'ada@example.com',
    'two words.com',
    'example..com',
    '-a.com',
    'a-.com',
    'https://',
    'http:example.com',
    `${'a'.repeat(64)}.com`,
    `${'a.'.repeat(130)}com`,
    'exa_mple.com',
    "'; DROP TABLE companies; --",
  ])('is not %s', (text) => {
    expect(toDomainName(text)).toBeUndefined();
  });

  it('is the same when it is read again', () => {
    for (const text of ['https://www.Example.com/', 'müller.de'])
      expect(toDomainName(toDomainName(text) ?? '')).toBe(toDomainName(text));
  });
});
