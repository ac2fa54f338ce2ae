import { describe, expect, it } from '@jest/globals';
import { AddressGuard } from './address-guard.js';
import { UrlPolicy } from './url-policy.js';

const production = new UrlPolicy({ guard: new AddressGuard() });
const development = new UrlPolicy({ guard: new AddressGuard({ allowLoopback: true }) });

function hrefOrReason(policy: UrlPolicy, text: string): string {
  const verdict = policy.check(text);
  return verdict.ok ? verdict.url.href : verdict.reason;
}

const NOT_PUBLIC = 'must not point to an address that is not public';
const LOCAL = 'must not point to a host of a local network';
const IP_FORM = 'must write an IP address as four decimal numbers';
const PLAIN = 'must have a host of plain letters, digits and dots';
const MIXED = 'must not mix scripts in a part of its host name';
const LOOK_ALIKE = 'must not have a host name that looks like another one';

describe('UrlPolicy in production', () => {
  it.each([
    ['https://example.com', 'https://example.com/'],
    ['https://example.com:443/a?b=c', 'https://example.com/a?b=c'],
    ['https://example.com:8443/a', 'https://example.com:8443/a'],
    ['HTTPS://Example.COM./hook#part', 'https://example.com/hook'],
    ['https://8.8.8.8/', 'https://8.8.8.8/'],
    ['https://[2606:4700:4700::1111]/', 'https://[2606:4700:4700::1111]/'],
    ['https://bücher.example/', 'https://xn--bcher-kva.example/'],
    ['https://b\u0075\u0308cher.example/', 'https://xn--bcher-kva.example/'],
    ['https://xn--bcher-kva.example/', 'https://xn--bcher-kva.example/'],
    ['https://пример.рф/', 'https://xn--e1afmkfd.xn--p1ai/'],
    ['https://сор.рф/', 'https://xn--n1aeb.xn--p1ai/'],
    ['https://例え.jp/', 'https://xn--r8jz45g.jp/'],
    ['https://tokyo東京.jp/', 'https://xn--tokyo-191hq39l.jp/'],
    ['https://παράδειγμα.gr/', 'https://xn--hxajbheg2az3al.gr/'],
    ['https://_hooks.example.com/', 'https://_hooks.example.com/'],
    ['https:///example.com/', 'https://example.com/'],
  ])('takes %s as %s', (text, href) => expect(hrefOrReason(production, text)).toBe(href));

  it.each([
    ['http://example.com/', 'must begin with https://'],
    ['ftp://example.com/', 'must begin with https://'],
    ['file:///etc/passwd', 'must begin with https://'],
    ['javascript:alert(1)', 'must begin with https://'],
    ['//example.com/', 'must begin with https://'],
    ['https:example.com', 'must begin with https://'],
    ['', 'must begin with https://'],
    ['https://', 'must be a valid URL'],
    ['https://exa mple.com/', 'must not contain spaces, invisible characters or backslashes'],
    ['https://exam\u200bple.com/', 'must not contain spaces, invisible characters or backslashes'],
    ['https://example.com\n/', 'must not contain spaces, invisible characters or backslashes'],
    ['https:\\\\example.com\\', 'must not contain spaces, invisible characters or backslashes'],
    ['https://8.8.8.8\\@127.0.0.1/', 'must not contain spaces, invisible characters or backslashes'],
    ['https://user@example.com/', 'must not contain a user name or a password'],
    ['https://:word@example.com/', 'must not contain a user name or a password'],
    ['https://example.com:80/', 'must use one of the ports 443, 8443'],
    ['https://example.com:22/', 'must use one of the ports 443, 8443'],
    ['https://example.com:0/', 'must use one of the ports 443, 8443'],
    ['https://example.com../', 'must have a valid host name'],
    ['https://a..example.com/', 'must have a valid host name'],
    ['https://exam$ple.com/', 'must have a valid host name'],
    [`https://${'a'.repeat(64)}.com/`, 'must have a valid host name'],
    [`https://example.com/${'a'.repeat(2_048)}`, 'must be at most 2048 characters'],
    [`https://example.com/${'é'.repeat(1_000)}`, 'must be at most 2048 characters'],
  ])('refuses %s: %s', (text, reason) => expect(hrefOrReason(production, text)).toBe(reason));

  it.each([
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0x7f.0.0.1',
    '0177.0.0.1',
    '017700000001',
    '127.0.0.1.',
    '127%2e0.0.1',
    '\uff11\uff12\uff17.0.0.1',
    '127\u30020\u30020\u30021',
    '\u2460\u2461\u2466.0.0.1',
    '0',
    '0.0.0.0',
    '169.254.169.254',
    '0xa9fea9fe',
    '2852039166',
    '0251.0376.0251.0376',
    '168.63.129.16',
    '10.0.0.1',
    '192.168.1.1',
    '172.16.0.1',
    '100.64.0.1',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[fd00:ec2::254]',
    '[fe80::1]',
    '[64:ff9b::a9fe:a9fe]',
    '[2002:7f00:1::]',
    '[0:0:0:0:0:0:0:1]',
    '[2001:0:7f00:1::]',
  ])('refuses the literal %s', (host) =>
    expect(hrefOrReason(production, `https://${host}/`)).toBe(NOT_PUBLIC),
  );

  it.each([
    'localhost',
    'LOCALHOST',
    'localhost.',
    'a.localhost',
    '\u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3',
    'redis',
    'metadata.google.internal',
    'printer.local',
    'host.docker.internal',
    'nas.lan',
  ])('refuses the local name %s', (host) => expect(hrefOrReason(production, `https://${host}/`)).toBe(LOCAL));
});

describe('a host that people would read as another one', () => {
  it.each([
    ['\u0430pple.com', MIXED],
    ['p\u0430ypal.com', MIXED],
    ['xn--pple-43d.com', MIXED],
    ['g\u03bf\u03bfgle.com', MIXED],
    ['api.\u0435xample.com', MIXED],
    ['пример例.com', MIXED],
    ['аррӏе.com', LOOK_ALIKE],
    ['xn--80ak6aa92e.com', LOOK_ALIKE],
    ['www.ѕсоре.org', LOOK_ALIKE],
    ['οικ.net', LOOK_ALIKE],
    ['ex\u0251mple.com', LOOK_ALIKE],
    ['\u0131cloud.com', LOOK_ALIKE],
    ['\uff45xample.com', PLAIN],
    ['example\u3002com', PLAIN],
    ['example\uff0ecom', PLAIN],
    ['example\uff61com', PLAIN],
    ['\uff18.8.8.8', PLAIN],
    ['8\u30028.8.8', PLAIN],
    ['\u24d4xample.com', PLAIN],
    ['\u{1d41e}xample.com', PLAIN],
    ['\u2113inux.org', PLAIN],
    ['ex%61mple.com', 'must not have a percent-encoded host'],
    ['%65%78ample.com', 'must not have a percent-encoded host'],
    ['8%2e8.8.8', 'must not have a percent-encoded host'],
    ['0x8.8.8.8', IP_FORM],
    ['0x08080808', IP_FORM],
    ['010.8.8.8', IP_FORM],
    ['134744072', IP_FORM],
    ['8.8.2056', IP_FORM],
    ['8.526344', IP_FORM],
  ])('%s is refused: %s', (host, reason) => {
    expect(hrefOrReason(production, `https://${host}/`)).toBe(reason);
    expect(hrefOrReason(production, `https://${host}:8443/hook`)).toBe(reason);
  });
});

describe('UrlPolicy in development', () => {
  it.each([
    ['http://localhost:3001/hook', 'http://localhost:3001/hook'],
    ['http://sink.localhost/', 'http://sink.localhost/'],
    ['http://127.1:9', IP_FORM],
    ['http://2130706433/', IP_FORM],
    ['https://[::1]:9999/', 'https://[::1]:9999/'],
    ['https://example.com/', 'https://example.com/'],
    ['http://example.com/', 'must begin with https://'],
    ['https://example.com:3000/', 'must use one of the ports 443, 8443'],
    ['http://10.0.0.1:3000/', NOT_PUBLIC],
    ['http://169.254.169.254/', NOT_PUBLIC],
    ['http://[::ffff:127.0.0.1]:3000/', NOT_PUBLIC],
    ['http://redis:6379/', LOCAL],
    ['http://user@localhost/', 'must not contain a user name or a password'],
  ])('answers %s with %s', (text, answer) => expect(hrefOrReason(development, text)).toBe(answer));
});
